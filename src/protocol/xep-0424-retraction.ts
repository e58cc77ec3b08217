/**
 * XEP-0424: Message Retraction, version 0.4.1 — https://xmpp.org/extensions/xep-0424.html
 * Reads the retractions of XEP-0425 (Moderated Message Retraction, version 0.3.0) and what both were before, too.
 */
import type { Jid } from '../core/jid.js';
import { childIn, textOf } from '../core/stanza.js';
import type { ProtocolModule } from './module.js';
import { privateMark } from './xep-0045-muc/build.js';
import { storeHint } from './xep-0334-hints.js';
import { fallbackFor } from './xep-0428-fallback.js';
import { xml } from './xml.js';

const NS_RETRACT = 'urn:xmpp:message-retract:1';
const NS_RETRACT_0 = 'urn:xmpp:message-retract:0';
const NS_MODERATE = 'urn:xmpp:message-moderate:1';
const NS_MODERATE_0 = 'urn:xmpp:message-moderate:0';
const NS_FASTEN = 'urn:xmpp:fasten:0';
/** What a fallback says that it is for, where it says so. */
export const RETRACTIONS: readonly string[] = [NS_RETRACT, NS_RETRACT_0, NS_MODERATE, NS_MODERATE_0];

export const retractions: ProtocolModule = { features: [NS_RETRACT] };

export interface Retraction {
  readonly target: string;
  /** XEP-0425: counts from the room alone. */
  readonly by?: 'moderator' | undefined;
  readonly reason?: string | undefined;
}

/** What a message takes back. */
export function retractionIn(message: Element): Retraction | undefined {
  const retract = childIn(message, NS_RETRACT, 'retract');
  const target = retract?.getAttribute('id');
  if (target) return { target, ...moderationIn(retract) };
  const applied = childIn(message, NS_FASTEN, 'apply-to');
  const id = applied?.getAttribute('id');
  if (!applied || !id) return undefined;
  const moderated = childIn(applied, NS_MODERATE_0, 'moderated');
  if (!childIn(moderated ?? applied, NS_RETRACT_0, 'retract')) return undefined;
  return { target: id, ...moderationBy(moderated, moderated) };
}

/** §5: what an archive puts in the place of a message that was taken back. */
export function tombstoneIn(message: Element): Omit<Retraction, 'target'> | undefined {
  const retracted = childIn(message, NS_RETRACT, 'retracted');
  if (retracted) return moderationIn(retracted);
  const moderated = childIn(message, NS_MODERATE_0, 'moderated');
  return childIn(moderated ?? message, NS_RETRACT_0, 'retracted') && moderationBy(moderated, moderated);
}

function moderationIn(retraction: Element | undefined): Omit<Retraction, 'target'> {
  return moderationBy(retraction && childIn(retraction, NS_MODERATE, 'moderated'), retraction);
}

function moderationBy(moderated: Element | undefined, explained: Element | undefined): Omit<Retraction, 'target'> {
  if (!moderated || !explained) return {};
  return { by: 'moderator', reason: textOf(explained, 'reason')?.trim() || undefined };
}

/** Takes a message of ours back. */
export function retraction({
  to,
  type,
  id,
  target,
  fallback,
}: {
  readonly to: Jid;
  readonly type: 'chat' | 'groupchat';
  readonly id: string;
  /** In a room the message's stanza-id, else its `id`. */
  readonly target: string;
  /** What people read whose client knows no retractions. */
  readonly fallback: string;
}): Element {
  return xml`<message to="${to}" type="${type}" id="${id}"><retract xmlns="${NS_RETRACT}" id="${target}"/><body>${fallback}</body>${[
    fallbackFor(NS_RETRACT),
    storeHint(),
    privateMark(to, type),
  ]}</message>`;
}
