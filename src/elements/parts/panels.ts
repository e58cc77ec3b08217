import { html, nothing, type TemplateResult } from 'lit';

export interface PanelAction {
  readonly label: string;
  act(): void;
}

/** A calm word instead of a conversation, with what can be done about it. */
export function renderPanel(text: string, action?: PanelAction): TemplateResult {
  return html`<div class="panel">
    <p part="notice">${text}</p>
    ${renderAction(action)}
  </div>`;
}

/** A failure instead of a conversation. `details`: in somebody else's words; `more`: what else can be done. */
export function renderAlert(text: string, action?: PanelAction, details?: string, more?: unknown): TemplateResult {
  return html`<div class="panel">
    <div role="alert" part="alert" class="alert">${text}${details ? html`<br /><bdi>${details}</bdi>` : nothing}</div>
    ${renderAction(action)} ${more}
  </div>`;
}

function renderAction(action: PanelAction | undefined): unknown {
  return action
    ? html`<button part="button" class="button" @click=${() => action.act()}>${action.label}</button>`
    : nothing;
}

/** Lines where messages will be. */
export function renderSkeleton(words: string): TemplateResult {
  return html`<div class="skeleton" aria-busy="true">
    <p class="sr" role="status">${words}</p>
    <i></i><i></i><i></i><i></i>
  </div>`;
}
