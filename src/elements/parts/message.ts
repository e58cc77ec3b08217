import { html, nothing, type TemplateResult } from 'lit';
import type { Gap, Message, Notice } from '../../stores/entries.js';
import { avatar } from './avatar.js';
import { beginningOf, renderBody } from './body.js';
import { nickColors, shownNick } from './nick.js';
import type { Row } from './rows.js';

/** What of a message is rendered. */
type Spoken = Pick<
  Message,
  'key' | 'body' | 'at' | 'isOwn' | 'isMention' | 'state' | 'condition' | 'changing' | 'unchanged'
>;

export interface RowActions {
  retry(key: string): void;
  discard(key: string): void;
  unfold(key: string, row: Element): void;
  fill(key: string): void;
  /** Shows a message and puts the keyboard there. */
  goTo(key: string): void;
  react(key: string, emoji: string): void;
  /** Accepts a match, or does not. Tells whether that worked. */
  answer(key: string, accepts: boolean): Promise<boolean>;
}

/** A message or a notice, with the lines above it that say what begins there. */
export function renderEntry(row: Row, actions: RowActions): TemplateResult {
  const { entry, strings, times, isNewDay, isNew } = row;
  if (entry.kind === 'gap') return renderGap(entry, row, actions);
  // Until the words are here there is nothing.
  if (row.hidden[0]) return html`${row.extras?.renderHidden(row, actions)}`;
  const spoken = spokenIn(entry);
  return html`${isNewDay ? html`<div class="day">${times.day(entry.at, strings)}</div>` : nothing}${
    isNew ? html`<div class="day new">${strings.newMessages}</div>` : nothing
  }${spoken ? renderMessage(spoken, row, actions) : renderNotice(entry as Notice, row)}`;
}

/** What the room itself says stands there as its words: nobody must take them for ours. */
function spokenIn(entry: Message | Notice): Spoken | undefined {
  if (entry.kind === 'message') return entry;
  const { notice } = entry;
  return notice.type === 'room'
    ? { ...entry, body: notice.text, isOwn: false, isMention: false, state: 'received' }
    : undefined;
}

function renderMessage(message: Spoken, row: Row, actions: RowActions): TemplateResult {
  const { entry, author, look, strings, times, isFirst, isLast, isFresh, extras } = row;
  const said = entry.kind === 'message' ? entry : undefined;
  const edited = said?.earlier && html`<span class="edited">${strings.edited}</span>`;
  const name = shownNick(author.name);
  const classes = [
    isFirst && 'first',
    isLast && 'last',
    isFresh && 'fresh',
    message.isOwn && 'own',
    message.isMention && 'mention',
    (edited || message.unchanged) && 'changed',
    message.changing ? 'sending' : message.state,
  ];
  const time = html`<time
    part="time"
    datetime=${new Date(message.at).toISOString()}
    title=${times.day(message.at, strings)}
    >${times.clock(message.at)}</time
  >`;
  const isBubble = look === 'bubbles';
  return html`<div
    part="message"
    class="message ${classes.filter(Boolean).join(' ')}"
    data-key=${message.key}
    .style=${nickColors(author.name)}
  >
    ${isFirst && !isBubble ? avatar(name, undefined, author.name, author.picture?.draw()) : nothing}
    <div class="meta">
      <bdi part="author" class="nick ellipsis">${name}</bdi>${isFirst ? author.marks : nothing}${
        author.tag && isFirst ? html`<span class="tag ellipsis" dir="auto">${author.tag}</span>` : nothing
      }
      ${isBubble ? nothing : time}${message.isMention ? html`<span class="sr">${strings.mentionsYou}</span>` : nothing}
    </div>
    ${said && extras?.renderQuote(said, row, actions)}
    <div part="body" class="body" dir="auto">${renderText(message, row, actions)}</div>
    ${said && extras?.renderReactions(said, row, actions)}
    ${
      isBubble || message.isOwn || edited
        ? html`<div class="foot">
            ${isBubble ? time : nothing} ${edited} ${message.isOwn ? renderState(message, row, actions) : nothing}
          </div>`
        : nothing
    }
  </div>`;
}

function renderText({ key, body }: Spoken, row: Row, actions: RowActions): unknown {
  const { entry, strings, isUnfolded, extras, media, hook } = row;
  const drawn = hook?.(body, row, actions);
  if (drawn !== undefined) return drawn;
  if (media) return media(body, row, actions);
  const isRich = extras && entry.kind === 'message';
  const render = (words: string) => (isRich ? extras.renderRich(entry, words, row, actions) : renderBody(words));
  const beginning = isUnfolded ? undefined : beginningOf(body);
  if (beginning === undefined) return render(body);
  const onClick = ({ target }: Event) => actions.unfold(key, (target as Element).closest('.message') as Element);
  return html`${render(beginning)}… <button part="button" class="link" @click=${onClick}>${strings.showMore}</button>`;
}

function renderState(message: Spoken, { strings, look }: Row, actions: RowActions): TemplateResult {
  const { key, state, condition, changing, unchanged } = message;
  const isNotOfRooms = look === 'bubbles' && (condition ?? unchanged) === 'not-acceptable';
  // By this one rooms tell who is not in; between two it is no more than a refusal.
  const why = (condition: string) => strings.errorText(condition, isNotOfRooms ? undefined : 'message');
  if (unchanged) {
    return html`<span part="state" class="state error">${strings.notChanged}. ${why(unchanged)}</span>`;
  }
  if (state !== 'failed') {
    const word = changing ? 'sending' : state;
    // A word that changes is not read out; that a message failed is.
    return html`<span part="state" class="state" aria-live="off"
      >${word === 'received' ? nothing : strings[word]}</span
    >`;
  }
  return html`<span part="state" class="state"
    >${strings.notSent}. ${condition ? why(condition) : nothing}
    <button part="button" class="link" @click=${() => actions.retry(key)}>${strings.tryAgain}</button>
    <button part="button" class="link" @click=${() => actions.discard(key)}>${strings.discard}</button></span
  >`;
}

function renderGap({ key }: Gap, { strings }: Row, { fill }: RowActions): TemplateResult {
  return html`<div part="notice" class="note gap" data-key=${key}>
    ${strings.someMissing} <button part="button" class="link" @click=${() => fill(key)}>${strings.loadThem}</button>
  </div>`;
}

function renderNotice({ key, notice }: Notice, row: Row): TemplateResult {
  return html`<div part="notice" class="note" data-key=${key}>${textOf(notice, row)}</div>`;
}

function textOf(notice: Notice['notice'], { strings, extras, partStrings }: Row): string | undefined {
  switch (notice.type) {
    case 'settings':
      return extras?.settingsText(notice.codes, partStrings);
    case 'room':
      return notice.text;
    case 'traffic': {
      const { joined, left } = notice;
      const sentences = [
        joined.length && strings.joined(joined.map(shownNick)),
        left.length && strings.left(left.map(shownNick)),
      ];
      return sentences.filter(Boolean).join(' · ');
    }
    case 'renamed':
      return strings.renamed(shownNick(notice.nick), shownNick(notice.newNick));
    case 'subject':
      return strings.subjectChanged(shownNick(notice.nick), notice.subject);
    case 'removed': {
      const nick = shownNick(notice.nick);
      const { kicked, banned, removed } = strings;
      const what =
        notice.reason === 'kicked' ? kicked(nick) : notice.reason === 'banned' ? banned(nick) : removed(nick);
      return notice.text ? `${what}. ${strings.reason(notice.text)}` : what;
    }
  }
}
