import { css, html, nothing, type TemplateResult } from 'lit';
import { AsyncDirective } from 'lit/async-directive.js';
import { directive } from 'lit/directive.js';
import { resourceOf } from '../../core/jid.js';
import type { Message } from '../../stores/entries.js';
import type { Strings } from '../strings/strings.js';
import { renderBody } from './body.js';
import type { RowActions } from './message.js';
import { shownNick } from './nick.js';
import type { Row } from './rows.js';

export const styles = css`
  .match {
    display: grid;
    gap: 6px;
    box-sizing: border-box;
    inline-size: 300px;
    max-inline-size: 100%;
    margin-block: 2px;
    padding: 10px 12px;
    border: 1px solid var(--_border);
    border-radius: 10px;
    background: var(--_surface);
    color: var(--_text);
    white-space: normal;
  }

  /* In a bubble the card is the bubble. */
  .bubbles .message .body:has(> .match) {
    padding: 0;
    background: none;
  }

  .match p,
  .match ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .match .asks,
  .match .until,
  .match li {
    color: var(--_muted);
    font-size: 13px;
  }

  .match b {
    font-size: 16px;
    font-weight: 650;
    overflow-wrap: anywhere;
  }

  .match .where {
    font-size: 13px;
    overflow-wrap: anywhere;
  }

  .match .words {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }

  .match .choice {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }

  .match .choice .button {
    padding: 5px 14px;
  }

  .match .until {
    margin-inline-start: auto;
    font-variant-numeric: tabular-nums;
  }
`;

/** An invitation to a match: what is played, who invites, for how long, and what came of it. Nothing goes anywhere by itself. */
export function renderMatch(_body: string, row: Row, actions: RowActions): unknown {
  const message = row.entry as Message;
  const { match, isOwn } = message;
  if (!match) return nothing;
  const { partStrings: strings, author } = row;
  const { game, uri, words, expires } = match;
  return html`<div part="match" class="match">
    <p class="asks">${isOwn ? strings.youInviteToPlay : strings.invitesToPlay(shownNick(author.name))}</p>
    <b><bdi>${shownNick(game)}</bdi></b>
    ${words ? html`<p class="words" dir="auto">${renderBody(words)}</p>` : nothing}
    <p class="where" dir="ltr">${/^https?:/i.test(uri) ? renderBody(uri) : uri}</p>
    ${whileItLasts(expires, () => renderState(message, row, actions))}
  </div>`;
}

/** Renders anew what depends on how much time is left. */
class WhileItLasts extends AsyncDirective {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ends: number | undefined;
  #draw: () => unknown = () => nothing;

  render(ends: number | undefined, draw: () => unknown): unknown {
    this.#ends = ends;
    this.#draw = draw;
    this.#wait();
    return draw();
  }

  override disconnected(): void {
    clearTimeout(this.#timer);
  }

  override reconnected(): void {
    this.setValue(this.#draw());
    this.#wait();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    const left = (this.#ends ?? 0) - Date.now();
    if (left <= 0 || !this.isConnected) return;
    const step = left > MINUTE ? MINUTE : 1000;
    this.#timer = setTimeout(() => this.reconnected(), left % step || step);
  }
}

const MINUTE = 60_000;
const whileItLasts = directive(WhileItLasts);

function renderState(message: Message, row: Row, actions: RowActions): TemplateResult {
  const { match, answers = [], isOwn } = message;
  const { partStrings: strings } = row;
  const left = (match?.expires ?? Infinity) - Date.now();
  const own = answers.find((answer) => answer.isOwn);
  // A second that ticks is not read out.
  const until = html`<span class="until" aria-live="off"
    >${left <= 0 ? strings.expired : left < Infinity ? strings.timeLeft(spanOf(left, strings.lang)) : nothing}</span
  >`;
  if (isOwn) return html`${renderAnswers(answers, row)}${left < Infinity ? until : nothing}`;
  if (own) return html`<p class="asks">${own.accepts ? strings.youAccepted : strings.youDeclined}</p>`;
  return html`<div class="choice">${left > 0 ? renderButtons(message, strings, actions) : nothing}${until}</div>`;
}

function renderButtons({ key }: Message, strings: Strings, { answer }: RowActions): TemplateResult {
  const choose = (accepts: boolean) => async (event: Event) => {
    const row = (event.target as Element).closest<HTMLElement>('.message');
    const buttons = [...(row?.querySelectorAll<HTMLButtonElement>('.match .button') ?? [])];
    // They go away; the keyboard goes on from the message.
    if (row) {
      row.tabIndex = -1;
      row.focus({ preventScroll: true });
    }
    for (const button of buttons) button.disabled = true;
    if (!(await answer(key, accepts))) for (const button of buttons) button.disabled = false;
  };
  return html`<button part="button" class="button" @click=${choose(true)}>${strings.accept}</button>
    <button part="button" class="button quiet" @click=${choose(false)}>${strings.decline}</button>`;
}

function renderAnswers(answers: NonNullable<Message['answers']>, { partStrings: strings, look, title }: Row): unknown {
  if (!answers.length) return nothing;
  const nameOf = (from: (typeof answers)[number]['from']) => shownNick(look === 'rows' ? resourceOf(from) : title);
  return html`<ul>
    ${answers.map(
      ({ from, accepts }) =>
        html`<li><bdi>${accepts ? strings.accepts(nameOf(from)) : strings.declines(nameOf(from))}</bdi></li>`,
    )}
  </ul>`;
}

/** How long, in the largest unit that says it: days, hours, minutes, seconds. */
function spanOf(ms: number, lang: string): string {
  const seconds = Math.ceil(ms / 1000);
  const [size, unit] = UNITS.find(([size]) => seconds >= size) ?? [1, 'second'];
  const format = new Intl.NumberFormat(lang, { style: 'unit', unit, unitDisplay: 'short' });
  return format.format(Math.ceil(seconds / size));
}

const UNITS = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
] as const;
