/**
 * Invitations to a match, our own: `urn:xmpp-elements:match:0`, as README describes it. Builds on XEP-0428 and XEP-0334.
 *
 * A match is named by the message that invites to it: nobody can answer, or take over, another one's.
 */
import { bounded } from '../core/bounded.js';
import type { Jid } from '../core/jid.js';
import { childIn } from '../core/stanza.js';
import type { Match } from './events.js';
import type { ProtocolModule } from './module.js';
import { privateMark } from './xep-0045-muc/build.js';
import { fallbackFor, withoutFallback } from './xep-0428-fallback.js';
import { storeHint } from './xep-0334-hints.js';
import { xml } from './xml.js';

const NS_MATCH = 'urn:xmpp-elements:match:0';
const MAX_NAME = 100;
const MAX_ADDRESS = 1000;
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

export const matches: ProtocolModule = { features: [NS_MATCH] };

/** The match that a message invites to. */
export function matchIn(message: Element, body: string): Match | undefined {
  const match = childIn(message, NS_MATCH, 'match');
  const id = match?.getAttribute('id');
  const game = bounded(match?.getAttribute('game'), MAX_NAME);
  const uri = match?.getAttribute('uri') ?? '';
  const isNamed = !!id && id === message.getAttribute('id') && !!game;
  if (!isNamed || uri.length > MAX_ADDRESS || !URL.canParse(uri)) return undefined;
  const stamp = match?.getAttribute('expires') ?? undefined;
  const expires = stamp === undefined ? undefined : DATE_TIME.test(stamp) ? Date.parse(stamp) : NaN;
  if (Number.isNaN(expires)) return undefined;
  return { id, game, uri, expires, words: withoutFallback(body, message, [NS_MATCH]).trim() };
}

/** Invites to a match, and says how much of the body stands for that. */
export function matchElements({ id, game, uri, expires, words }: Match, body: string): readonly Element[] {
  const until = expires === undefined ? undefined : new Date(expires).toISOString();
  const match = xml`<match xmlns="${NS_MATCH}" id="${id}" game="${game}" uri="${uri}" expires="${until}"/>`;
  return [match, fallbackFor(NS_MATCH, words ? [...body].length - [...words].length : undefined)];
}

/** What a message answers to an invitation of ours. */
export function answerIn(message: Element): { readonly target: string; readonly accepts: boolean } | undefined {
  const answer = childIn(message, NS_MATCH, 'answer');
  const target = answer?.getAttribute('match');
  const value = answer?.getAttribute('value') ?? '';
  return target && /^(accepted|declined)$/.test(value) ? { target, accepts: value === 'accepted' } : undefined;
}

/** Answers an invitation to a match. */
export function answerMessage(
  to: Jid,
  { id, target, accepts }: { readonly id: string; readonly target: string; readonly accepts: boolean },
): Element {
  return xml`<message to="${to}" type="chat" id="${id}"><answer xmlns="${NS_MATCH}" match="${target}" value="${accepts ? 'accepted' : 'declined'}"/>${[
    storeHint(),
    privateMark(to, 'chat'),
  ]}</message>`;
}
