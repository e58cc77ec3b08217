import { html, nothing, type TemplateResult } from 'lit';
import type { Entry, Message, Notice } from '../../stores/conversations-store.js';
import type { Strings } from '../strings/strings.js';
import { avatar } from './avatar.js';
import { beginningOf, renderBody } from './body.js';
import { nickColors, shownNick } from './nick.js';
import type { Times } from './times.js';

/** Rows as in a room, bubbles as between two. */
export type Look = 'rows' | 'bubbles';

export interface Author {
  readonly name: string;
  /** What they are in the room, if it is worth a word. */
  readonly tag?: string | undefined;
}

/** What of a message is rendered. */
type Spoken = Pick<Message, 'key' | 'body' | 'at' | 'isOwn' | 'isMention' | 'state' | 'condition'>;

/** An entry, and what its neighbours and its reader make of it. */
export interface Row {
  readonly entry: Entry;
  readonly author: Author;
  readonly look: Look;
  readonly strings: Strings;
  readonly times: Times;
  readonly isNewDay: boolean;
  /** The first one that the reader has not seen. */
  readonly isNew: boolean;
  /** Of its author's messages in a row. */
  readonly isFirst: boolean;
  isLast: boolean;
  readonly isUnfolded: boolean;
  /** While all of these are the same, so is what is rendered. */
  dependsOn: unknown[];
}

export interface RowActions {
  retry(key: string): void;
  unfold(key: string, row: Element): void;
}

/** A message or a notice, with the lines above it that say what begins there. */
export function renderEntry(row: Row, actions: RowActions): TemplateResult {
  const { entry, strings, times, isNewDay, isNew } = row;
  const spoken = spokenIn(entry);
  return html`${isNewDay ? html`<div class="day">${times.day(entry.at, strings)}</div>` : nothing}${
    isNew ? html`<div class="day new">${strings.newMessages}</div>` : nothing
  }${spoken ? renderMessage(spoken, row, actions) : renderNotice(entry as Notice, row)}`;
}

/** What the room itself says stands there as its words: nobody must take them for ours. */
function spokenIn(entry: Entry): Spoken | undefined {
  if (entry.kind === 'message') return entry;
  const { notice } = entry;
  return notice.type === 'room'
    ? { ...entry, body: notice.text, isOwn: false, isMention: false, state: 'received' }
    : undefined;
}

function renderMessage(message: Spoken, row: Row, actions: RowActions): TemplateResult {
  const { author, look, strings, times, isFirst, isLast } = row;
  const name = shownNick(author.name);
  const classes = [
    isFirst && 'first',
    isLast && 'last',
    message.isOwn && 'own',
    message.isMention && 'mention',
    message.state,
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
    .style=${nickColors(author.name)}
  >
    ${isFirst && !isBubble ? avatar(name, undefined, author.name) : nothing}
    <div class="meta">
      <bdi part="author" class="nick ellipsis">${name}</bdi>${
        author.tag && isFirst ? html`<span class="tag ellipsis" dir="auto">${author.tag}</span>` : nothing
      }
      ${isBubble ? nothing : time}${message.isMention ? html`<span class="sr">${strings.mentionsYou}</span>` : nothing}
    </div>
    <div part="body" class="body" dir="auto">${renderText(message, row, actions)}</div>
    ${
      isBubble || message.isOwn
        ? html`<div class="foot">
            ${isBubble ? time : nothing} ${message.isOwn ? renderState(message, row, actions) : nothing}
          </div>`
        : nothing
    }
  </div>`;
}

function renderText({ key, body }: Spoken, { strings, isUnfolded }: Row, { unfold }: RowActions): unknown {
  const beginning = isUnfolded ? undefined : beginningOf(body);
  if (beginning === undefined) return renderBody(body);
  const onClick = ({ target }: Event) => unfold(key, (target as Element).closest('.message') as Element);
  return html`${renderBody(beginning)}…
    <button part="button" class="link" @click=${onClick}>${strings.showMore}</button>`;
}

function renderState({ key, state, condition }: Spoken, { strings }: Row, { retry }: RowActions): TemplateResult {
  if (state !== 'failed') {
    // A word that changes is not read out; that a message failed is.
    return html`<span part="state" class="state" aria-live="off"
      >${state === 'sending' ? strings.sending : strings.sent}</span
    >`;
  }
  return html`<span part="state" class="state"
    >${strings.notSent}. ${condition ? strings.errorText(condition, 'message') : nothing}
    <button part="button" class="link" @click=${() => retry(key)}>${strings.tryAgain}</button></span
  >`;
}

function renderNotice({ notice }: Notice, { strings }: Row): TemplateResult {
  return html`<div part="notice" class="note">${textOf(notice, strings)}</div>`;
}

function textOf(notice: Notice['notice'], strings: Strings): string {
  switch (notice.type) {
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
