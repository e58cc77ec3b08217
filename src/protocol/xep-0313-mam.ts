/**
 * XEP-0313: Message Archive Management, version 1.1.2 — https://xmpp.org/extensions/xep-0313.html
 * Builds on XEP-0059 (pages), XEP-0297 (forwarding), RFC 6121's messages and XEP-0045's.
 */
import type { BareJid, Jid } from '../core/jid.js';
import { jidOf, toBare } from '../core/jid.js';
import { childIn } from '../core/stanza.js';
import type { ArchivedMessage } from './events.js';
import type { ParseContext, ProtocolModule } from './module.js';
import { readCopy } from './rfc-6121-message.js';
import { readRoomCopy } from './xep-0045-muc/messages.js';
import { pageInfoIn, pageWish, type PageInfo, type PageWish } from './xep-0059-rsm.js';
import { delayOf } from './xep-0203-delay.js';
import { forwardedIn } from './xep-0297-forwarding.js';
import { xml } from './xml.js';

export const NS_MAM = 'urn:xmpp:mam:2';
export const NS_DATA = 'jabber:x:data';

/** What archives answer: counts only from the archive that was asked, and while it is being asked. */
export const archives: ProtocolModule<ArchivedMessage> = {
  parse(stanza, context) {
    if (stanza.localName !== 'message' || stanza.namespaceURI !== 'jabber:client') return [];
    const result = childIn(stanza, NS_MAM, 'result');
    const queryId = result?.getAttribute('queryid');
    const archive = queryId ? context.archiveAsked?.(queryId) : undefined;
    const id = result?.getAttribute('id');
    if (!result || !queryId || !archive || !id || senderOfResult(stanza, context) !== archive) return [];
    const copy = forwardedIn(result);
    const at = copy && delayOf(copy.forwarded, 'anybody', context.now);
    if (!copy || at === undefined) return [{ kind: 'archived-message', queryId }];
    const facts = { at, stanzaId: id };
    const isAccount = archive === toBare(context.self);
    const said = isAccount
      ? readCopy(copy.message, context, facts)
      : readRoomCopy(copy.message, context, { ...facts, room: archive });
    const messages = said.filter((one) => one.kind !== 'message-delivered' && one.kind !== 'message-displayed');
    if (!messages.length) return [{ kind: 'archived-message', queryId }];
    return messages.map((message) => ({ kind: 'archived-message', queryId, message }));
  },
};

/** §4.1.1: our account's archive may leave its name out. */
function senderOfResult(stanza: Element, { self }: ParseContext): Jid | undefined {
  return stanza.hasAttribute('from') ? jidOf(stanza.getAttribute('from')) : toBare(self);
}

export interface ArchiveQuery extends PageWish {
  readonly archive: BareJid;
  readonly isAccount: boolean;
  readonly queryId: string;
  /** Only what was exchanged with them. */
  readonly with?: Jid | undefined;
  /** Only what has these words, by a field that the archive's form offers (XEP-0431). */
  readonly words?: { readonly field: string; readonly text: string } | undefined;
}

/** Asks for a page of an archive (§4). */
export function archiveQuery({ archive, isAccount, queryId, with: other, words, ...page }: ArchiveQuery): Element {
  const field = (name: string, value: string, type?: string) =>
    xml`<field xmlns="${NS_DATA}" var="${name}" type="${type}"><value>${value}</value></field>`;
  const fields = [other && field('with', other), words && field(words.field, words.text)].filter(Boolean);
  return xml`<iq type="set" to="${!isAccount && archive}"><query xmlns="${NS_MAM}" queryid="${queryId}">${[
    fields.length > 0 &&
      xml`<x xmlns="${NS_DATA}" type="submit">${[field('FORM_TYPE', NS_MAM, 'hidden'), ...fields]}</x>`,
    pageWish(page),
  ]}</query></iq>`;
}

/** Asks what an archive can be asked (§4.2). */
export function archiveFormRequest({ archive, isAccount }: Pick<ArchiveQuery, 'archive' | 'isAccount'>): Element {
  return xml`<iq type="get" to="${!isAccount && archive}"><query xmlns="${NS_MAM}"/></iq>`;
}

/** What an archive says at the end of a page. */
export function readArchiveEnd(answer: Element): PageInfo & { readonly isComplete: boolean } {
  const fin = childIn(answer, NS_MAM, 'fin');
  return { ...(fin ? pageInfoIn(fin) : {}), isComplete: fin?.getAttribute('complete') === 'true' };
}
