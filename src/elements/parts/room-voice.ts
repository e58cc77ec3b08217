import { css, html, nothing, type LitElement, type TemplateResult } from 'lit';
import type { VoiceRequested } from '../../controllers/room-desk-controller.js';
import { shownNick } from './nick.js';
import type { DeskView } from './room-bar.js';

export const styles = css`
  .voice .choice {
    display: flex;
    gap: 8px;
  }
`;

/** So many are shown at once; the others follow. */
const SHOWN = 3;

/** In place of the field where one writes, for somebody who has no voice. */
export function renderAsking({ desk, words, strings }: DeskView, host: LitElement): TemplateResult {
  const ask = async () => {
    await desk.askForVoice().catch(() => undefined); // There is no stream: the banner says so.
    await host.updateComplete;
    // The button may be gone.
    if (!canAsk(desk)) host.renderRoot.querySelector<HTMLElement>('.log')?.focus({ preventScroll: true });
  };
  const { hasAsked, isUnanswered, refusal } = desk;
  const waiting = isUnanswered ? words.unanswered : words.hasAsked;
  const refused = isTooOften(refusal) ? words.askedTooOften : strings.errorText(refusal ?? '');
  const said = refusal !== undefined ? refused : hasAsked ? waiting : strings.cannotSpeak;
  return html`<div class="room-notice voice">
    <p role="status">${said}</p>
    ${
      canAsk(desk)
        ? html`<button part="button" class="button" @click=${() => void ask()}>${words.askToSpeak}</button>`
        : nothing
    }
  </div>`;
}

/** Whom a moderator can let speak. The box is there before its words: screen readers skip a new one's first text. */
export function renderRequests(view: DeskView): TemplateResult {
  const shown = view.desk.requests.slice(0, SHOWN);
  return html`<div role="status">${shown.map((request) => renderRequest(view, request))}</div>`;
}

function renderRequest({ desk, words }: DeskView, request: VoiceRequested): TemplateResult {
  // Without a stream it stays: it can be answered later.
  const answer = (isAllowed: boolean) => void desk.answerVoice(request, isAllowed).catch(() => undefined);
  return html`<div part="notice" class="room-notice voice">
    <p><bdi>${words.wantsToSpeak(shownNick(request.nick))}</bdi></p>
    <div class="choice">
      <button part="button" class="button" @click=${() => answer(true)}>${words.approve}</button>
      <button part="button" class="button quiet" @click=${() => answer(false)}>${words.deny}</button>
    </div>
  </div>`;
}

function canAsk({ hasAsked, isUnanswered, refusal }: DeskView['desk']): boolean {
  return !hasAsked || isUnanswered || refusal !== undefined;
}

/** Servers let nobody ask again at once. */
function isTooOften(condition: string | undefined): boolean {
  return /^(resource-constraint|policy-violation|conflict)$/.test(condition ?? '');
}
