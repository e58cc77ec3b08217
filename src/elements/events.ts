import type { Notices } from '../controllers/notices.js';

/**
 * Every public event of the elements and its detail: plain data, no stanza and no store in it.
 * All of them bubble and are composed, so that one listener on the document hears every element.
 */
export interface XmppEventDetails extends Omit<Notices, 'xmpp-error'> {
  /**
   * Something that the user should know failed. Detail: `{condition, message, error}`: an RFC 6120 condition or a word
   * of README's list, the words that the user reads, and the error itself.
   */
  'xmpp-error': { readonly condition: string; readonly message: string; readonly error: Error };
  /** A message is about to be queued. Cancelable; a listener may change `text`. Detail: `{text, to}` */
  'xmpp-before-send': { text: string; readonly to: string };
  /**
   * Somebody invites to a room, or with `game` to a match; told once a session. Cancelable: then nothing is shown of an
   * invitation to a room; one to a match is a message, and stays. Whoever invites may be anybody, and `reason` is in their
   * words. `room` is empty for a match between two. Detail: `{room, from, reason, password?, game?: {id, name, uri}}`
   */
  'xmpp-invite': {
    readonly room: string;
    readonly from: string;
    readonly reason: string;
    readonly password?: string | undefined;
    readonly game?: { readonly id: string; readonly name: string; readonly uri: string } | undefined;
  };
  /**
   * A match was accepted or declined: one of ours by somebody (`from`), or with `own` somebody's by us. Told once a session
   * on both sides, and once for each who answers: time to begin. Detail: `{id, game, uri, room, from, own, accepted}`
   */
  'xmpp-match': {
    readonly id: string;
    readonly game: string;
    readonly uri: string;
    readonly room: string;
    readonly from: string;
    readonly own: boolean;
    readonly accepted: boolean;
  };
}

export type XmppEvents = { [Type in keyof XmppEventDetails]: CustomEvent<XmppEventDetails[Type]> };

declare global {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type
  interface HTMLElementEventMap extends XmppEvents {}
}

/** Dispatches a public event; `false` if a listener cancelled it. */
export function emit<Type extends keyof XmppEventDetails>(
  target: EventTarget,
  type: Type,
  detail: XmppEventDetails[Type],
  { cancelable = false }: { readonly cancelable?: boolean } = {},
): boolean {
  return target.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable }));
}
