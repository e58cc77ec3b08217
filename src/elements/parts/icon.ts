import { html, type TemplateResult } from 'lit';

const PATHS = {
  back: 'm14 6-6 6 6 6',
  close: 'm6 6 12 12M18 6 6 18',
  down: 'M12 5v14M6 13l6 6 6-6',
  people:
    'M5.5 8a3.5 3.5 0 1 0 7 0 3.5 3.5 0 0 0-7 0M2.5 20c.6-4 3-6 6.5-6s5.9 2 6.5 6M16 5a3.5 3.5 0 0 1 0 6.5M18 14.5c2 .8 3.2 2.6 3.5 5.5',
  send: 'M12 19V5M6 11l6-6 6 6',
} as const;

/** A drawing that says nothing to screen readers: the control around it has a name. */
export function icon(name: keyof typeof PATHS): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${PATHS[name]}></path></svg>`;
}
