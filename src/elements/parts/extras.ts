import { css, html, nothing, type TemplateResult } from 'lit';
import type { Message } from '../../stores/entries.js';
import type { Strings } from '../strings/strings.js';
import { renderBody } from './body.js';
import type { RowActions } from './message.js';
import { shownNick } from './nick.js';
import type { Row } from './rows.js';
import { renderStyled, type Leaf } from './styling.js';

/** How much of an answered message is shown above the answer. */
const QUOTED = 120;
/** Up to so many emojis alone are shown large. */
const MOST_LARGE = 3;

export const styles = css`
  .quoted {
    display: flex;
    flex-direction: column;
    box-sizing: border-box;
    max-inline-size: min(100%, 420px);
    margin-block: 2px;
    padding: 2px 10px;
    border: 0;
    border-inline-start: 3px solid var(--_accent);
    border-radius: 4px;
    background: color-mix(in srgb, var(--_muted) 10%, transparent);
    color: var(--_muted);
    font-size: 13px;
    line-height: 18px;
    text-align: start;
  }

  .bubbles .quoted {
    max-inline-size: 78%;
  }

  .quoted b {
    font-weight: 600;
  }

  .reactions {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    padding-block: 4px 2px;
  }

  .reaction {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    min-block-size: 26px;
    padding: 0 8px;
    border: 1px solid var(--_border);
    border-radius: 13px;
    background: var(--_surface);
    color: var(--_text);
    font-size: 13px;
    font-variant-numeric: tabular-nums;
  }

  .reaction[aria-pressed='true'] {
    border-color: var(--_accent);
    background: color-mix(in srgb, var(--_accent) 14%, var(--_bg));
  }

  .gone {
    color: var(--_muted);
    font-style: italic;
  }

  .bubbles .own .gone {
    color: inherit;
  }

  .large {
    font-size: 32px;
    line-height: 40px;
  }

  .called {
    padding-inline: 2px;
    border-radius: 4px;
    background: color-mix(in srgb, var(--_accent) 16%, transparent);
    font-weight: 600;
  }

  .bubbles .own .called {
    background: color-mix(in srgb, currentColor 18%, transparent);
  }

  .mark {
    opacity: 0.45;
  }

  .body code {
    padding: 1px 4px;
    border-radius: 4px;
    background: color-mix(in srgb, currentColor 10%, transparent);
    font-family: ui-monospace, monospace;
    font-size: 0.92em;
  }

  .body code.block {
    display: block;
    margin-block: 2px;
    padding: 6px 8px;
    border-radius: 6px;
    overflow-x: auto;
    white-space: pre;
  }

  .body blockquote {
    margin: 0;
    padding-inline-start: 8px;
    border-inline-start: 3px solid color-mix(in srgb, currentColor 35%, transparent);
    opacity: 0.85;
  }
`;

/** XEP-0461: the message that this one answers, as a way to it. */
export function renderQuote(
  { reply }: Message,
  { answered, partStrings: strings }: Row,
  { goTo }: RowActions,
): unknown {
  if (!reply) return nothing;
  if (!answered) return html`<p class="quoted">${strings.notAvailable}</p>`;
  const { message, name } = answered;
  const words =
    message.ignored === undefined
      ? message.retracted
        ? strings.retracted
        : beginning(message.body)
      : strings.ignoredMessages(1);
  return html`<button
    part="quote"
    class="quoted"
    aria-label=${strings.inReplyTo(name, words)}
    @click=${() => goTo(message.key)}
  >
    <b class="ellipsis"><bdi>${shownNick(name)}</bdi></b
    ><span class="ellipsis" dir="auto">${words}</span>
  </button>`;
}

/** What a message says, where that is more than a line of plain text. */
export function renderRich(message: Message, body: string, row: Row, { unfold }: RowActions): unknown {
  const { partStrings: strings, isUnfolded, author } = row;
  const { key, retracted, spoiler, isUnstyled } = message;
  if (retracted) {
    const { by, reason } = retracted;
    const words = by ? strings.removedByModerator : strings.retracted;
    return html`<span class="gone">${words}${reason ? html` <bdi>${strings.reason(reason)}</bdi>` : nothing}</span>`;
  }
  if (spoiler !== undefined && !isUnfolded) {
    const onClick = ({ target }: Event) => unfold(key, (target as Element).closest('.message') as Element);
    return html`${spoiler ? html`<bdi>${spoiler}</bdi> ` : nothing}<button part="button" class="link" @click=${onClick}>
        ${strings.showHidden}
      </button>`;
  }
  const leaf = leafFor(message);
  const render = (words: string) => (isUnstyled ? leaf(words) : renderStyled(words, leaf));
  // XEP-0245.
  if (body.startsWith('/me ')) return html`<em><bdi>${shownNick(author.name)}</bdi> ${render(body.slice(4))}</em>`;
  return isLarge(body) ? html`<span class="large">${body}</span>` : render(body);
}

/** Shows a text; whom the message calls stands out. */
function leafFor({ body, mentions }: Message): Leaf {
  const names = new Set(mentions?.map(({ start, end }) => body.slice(start, end)).filter((name) => name.trim()));
  if (!names.size) return renderBody;
  const longestFirst = [...names].sort((one, other) => other.length - one.length);
  const words = longestFirst.map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|');
  const pattern = new RegExp(`(?<![\\p{L}\\p{M}\\p{N}_])(${words})(?![\\p{L}\\p{M}\\p{N}_])`, 'u');
  const marked = (part: unknown) =>
    typeof part === 'string'
      ? part
          .split(pattern)
          .map((piece, index) => (index % 2 ? html`<bdi part="mention" class="called">${piece}</bdi>` : piece))
      : part;
  return (text) => {
    const parts = renderBody(text);
    return Array.isArray(parts) ? parts.map(marked) : marked(parts);
  };
}

/** In place of what somebody wrote whom we ignore: how much it is, and a way to it. Nothing of it is read out. */
export function renderHidden({ entry, hidden, partStrings: strings }: Row, { unfold }: RowActions): TemplateResult {
  const onClick = ({ target }: Event) => {
    const note = (target as Element).closest('.note') as HTMLElement;
    // The button goes; the keyboard goes on in the log.
    note.closest<HTMLElement>('.log')?.focus();
    for (const key of hidden) unfold(key, note);
  };
  return html`<div part="notice" class="note" data-key=${entry.key} aria-live="off">
    ${strings.ignoredMessages(hidden.length)}
    <button part="button" class="link" @click=${onClick}>${strings.show}</button>
  </div>`;
}

/** XEP-0045 §10.2.1: what has become of a room's settings. */
export function settingsText(codes: readonly number[], { roomChanges }: Strings): string {
  return codes.flatMap((code) => roomChanges[code as keyof typeof roomChanges] ?? []).join(' ');
}

/** XEP-0444: who feels how, as buttons that say or take back the same. */
export function renderReactions(
  { key, reactions = [] }: Message,
  { partStrings: strings }: Row,
  { react }: RowActions,
): unknown {
  const byEmoji = new Map<string, { count: number; isOwn: boolean }>();
  for (const { emojis, isOwn } of reactions.filter(({ isIgnored }) => !isIgnored)) {
    for (const emoji of emojis) {
      const { count, isOwn: isOurs } = byEmoji.get(emoji) ?? { count: 0, isOwn: false };
      byEmoji.set(emoji, { count: count + 1, isOwn: isOurs || isOwn });
    }
  }
  if (!byEmoji.size) return nothing;
  return html`<div class="reactions" role="group" aria-label=${strings.reactions}>
    ${[...byEmoji].map(([emoji, { count, isOwn }]): TemplateResult => {
      return html`<button
        part="button reaction"
        class="reaction"
        aria-pressed=${isOwn}
        aria-label=${`${emoji} ${count}`}
        @click=${() => react(key, emoji)}
      >
        ${emoji} ${count > 1 ? html`<span>${count}</span>` : nothing}
      </button>`;
    })}
  </div>`;
}

/** One line of a message, for where there is no more room. */
export function beginning(body: string): string {
  const line = body.trim().split('\n', 1)[0] as string;
  return line.length > QUOTED || line.length < body.trim().length ? `${line.slice(0, QUOTED)}…` : line;
}

function isLarge(body: string): boolean {
  const isEmoji =
    /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\ufe0f|\u200d|\u20e3|\s)+$/u.test(body);
  return isEmoji && 'Segmenter' in Intl && [...new Intl.Segmenter().segment(body.trim())].length <= MOST_LARGE;
}
