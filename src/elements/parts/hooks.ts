import { css, html, nothing } from 'lit';
import { bounded } from '../../core/bounded.js';
import type { Message } from '../../stores/entries.js';
import type { Occupant } from '../../stores/occupants-store.js';
import { shownNick } from './nick.js';
import type { Media, Picture } from './rows.js';

export const styles = css`
  .marks {
    display: inline-flex;
    flex: none;
    align-items: center;
    gap: 4px;
    max-inline-size: 60%;
    overflow: hidden;
  }

  .marks .tag {
    max-inline-size: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .face {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    border-radius: inherit;
    object-fit: cover;
  }

  .marks .level {
    font-variant-numeric: tabular-nums;
  }
`;

/** What a page is told of a message that it may draw itself. */
export interface MessageFacts {
  /** A JID; in a room the occupant's. */
  readonly from: string;
  /** Who it is by, as the reader knows them. */
  readonly nick: string;
  readonly body: string;
  readonly id: string;
  readonly own: boolean;
  readonly time: Date;
  /** The child of the message that is of no XMPP namespace: a page’s own. A copy, without what was around it. */
  readonly payload: Element | undefined;
}

/** Draws a message: a Lit template, a node or text; `undefined` leaves it as it is. */
export type RenderMessage = (message: MessageFacts) => unknown;

/** What a page knows of an occupant. */
export interface Decoration {
  readonly level?: string | number | undefined;
  readonly badge?: string | undefined;
  /** The address of a picture: https. */
  readonly avatar?: string | undefined;
  /** Says more to whoever points at it. */
  readonly title?: string | undefined;
}

export type DecorateOccupant = (occupant: Occupant) => Decoration | undefined;

const hooks = new WeakMap<RenderMessage, Media>();

/** The page's way to draw messages, as ours is called: the same one for the same function. */
export function drawnBy(renderMessage: RenderMessage): Media {
  let hook = hooks.get(renderMessage);
  if (!hook) {
    hook = (_body, { entry, author }) =>
      entry.kind === 'message' ? attempt(() => renderMessage(factsOf(entry, author.name))) : undefined;
    hooks.set(renderMessage, hook);
  }
  return hook;
}

function factsOf(message: Message, nick: string): MessageFacts {
  const { from, body, originId, id, stanzaId, isOwn, at, payload } = message;
  const time = new Date(at);
  return {
    from,
    nick,
    body,
    id: originId ?? id ?? stanzaId ?? '',
    own: isOwn,
    time,
    payload: payload && built(payload),
  };
}

function built({ name, namespace, attributes, children }: NonNullable<Message['payload']>): Element {
  const element = document.implementation.createDocument(null, null).createElementNS(namespace, name);
  for (const [key, value] of attributes) element.setAttribute(key, value);
  element.append(...children.map((child) => (typeof child === 'string' ? child : built(child))));
  return element;
}

/** What is shown of it: `marks` beside the name, `picture` in place of the letter. */
export interface Shown {
  readonly marks: unknown;
  readonly picture: Picture | undefined;
}

const NOTHING: Shown = { marks: undefined, picture: undefined };
const shown = new WeakMap<DecorateOccupant, WeakMap<Occupant, Shown>>();

/** What the page says of an occupant: asked once, until the occupant or the page's function is another one. */
export function decorationOf(occupant: Occupant, decorate: DecorateOccupant): Shown {
  const known = shown.get(decorate) ?? new WeakMap<Occupant, Shown>();
  shown.set(decorate, known);
  let decoration = known.get(occupant);
  if (!decoration) {
    const said = attempt(() => decorate({ ...occupant }));
    known.set(occupant, (decoration = said ? drawn(said) : NOTHING));
  }
  return decoration;
}

function drawn({ level, badge, avatar, title }: Decoration): Shown {
  const [rank, sign, more] = [words(level, 12), words(badge, 24), words(title, 100)];
  const marks =
    rank || sign
      ? html`<span class="marks" title=${more || nothing}
          >${rank ? html`<span part="occupant-level" class="tag level">${rank}</span>` : nothing}${
            sign ? html`<span part="occupant-badge" class="tag">${sign}</span>` : nothing
          }</span
        >`
      : undefined;
  return { marks, picture: pictureAt(avatar) };
}

function words(text: unknown, max: number): string {
  return typeof text === 'string' || typeof text === 'number' ? shownNick(bounded(String(text), max)) : '';
}

function pictureAt(address: string | undefined): Picture | undefined {
  if (!address || !URL.canParse(address) || new URL(address).protocol !== 'https:') return undefined;
  const draw = () =>
    html`<img
      class="face"
      src=${address}
      alt=""
      loading="lazy"
      decoding="async"
      referrerpolicy="no-referrer"
      @error=${onBroken}
    />`;
  return { hash: address, draw };
}

function onBroken({ currentTarget }: Event): void {
  (currentTarget as HTMLElement).hidden = true;
}

/** A page's mistake is reported as its own, and what we would have shown is shown. */
function attempt<T>(call: () => T): T | undefined {
  try {
    return call() ?? undefined;
  } catch (error) {
    reportError(error);
    return undefined;
  }
}
