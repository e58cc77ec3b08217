import { html, type TemplateResult } from 'lit';

const PATHS = {
  attach: 'M12 5v14M5 12h14',
  back: 'm14 6-6 6 6 6',
  close: 'm6 6 12 12M18 6 6 18',
  down: 'M12 5v14M6 13l6 6 6-6',
  microphone: 'M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3M5 11a7 7 0 0 0 14 0M12 18v3',
  more: 'M5.5 12a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0m6 0a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0m6 0a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0',
  people:
    'M5.5 8a3.5 3.5 0 1 0 7 0 3.5 3.5 0 0 0-7 0M2.5 20c.6-4 3-6 6.5-6s5.9 2 6.5 6M16 5a3.5 3.5 0 0 1 0 6.5M18 14.5c2 .8 3.2 2.6 3.5 5.5',
  reply: 'm9 6-5 5 5 5M4 11h9c4 0 7 2 7 7',
  search: 'M16 16l5 5M4 11a7 7 0 1 0 14 0 7 7 0 0 0-14 0',
  send: 'M12 19V5M6 11l6-6 6 6',
  smile: 'M3.5 12a8.5 8.5 0 1 0 17 0 8.5 8.5 0 0 0-17 0M8.5 14.2c1.8 2.4 5.2 2.4 7 0M9.2 9.8h.01M14.8 9.8h.01',
} as const;

/** A drawing that says nothing to screen readers: the control around it has a name. */
export function icon(name: keyof typeof PATHS): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${PATHS[name]}></path></svg>`;
}
