/**
 * XEP-0433: Extended Channel Search, version 0.1.0 — https://xmpp.org/extensions/xep-0433.html
 * Builds on XEP-0004 and XEP-0059.
 */
import { bounded } from '../core/bounded.js';
import { bareJidOf, localOf, type BareJid, type Jid } from '../core/jid.js';
import { childIn, childrenIn, textOf } from '../core/stanza.js';
import { NS_DATA, readForm, submittedForm, type DataForm, type FormField } from './xep-0004-forms.js';
import { hasMoreAfter, pageInfoIn, pageWish, type PageWish } from './xep-0059-rsm.js';
import { xml } from './xml.js';

export const NS_CHANNEL_SEARCH = 'urn:xmpp:channel-search:0:search';
const PARAMETERS = 'urn:xmpp:channel-search:0:search-params';
const BY_USERS = '{urn:xmpp:channel-search:0:order}nusers';
const BY_ADDRESS = '{urn:xmpp:channel-search:0:order}address';
/** The rooms that we can enter; there are others. */
const MUC = 'xep-0045';
/** A page of an answer has not more than a person would read. */
const MOST = 200;
const LONGEST_NAME = 200;
const LONGEST_DESCRIPTION = 1000;

/** A room that was found. */
export interface FoundRoom {
  readonly jid: BareJid;
  readonly name: string;
  readonly description: string;
  readonly occupants?: number | undefined;
}

/** Some of those that were found. */
export interface FoundRooms {
  readonly rooms: readonly FoundRoom[];
  /** After which of them there may be more. */
  readonly next?: string | undefined;
}

/** Asks what can be searched by (§4.2.1). */
export function channelSearchForm(to: Jid): Element {
  return xml`<iq type="get" to="${to}"><search xmlns="${NS_CHANNEL_SEARCH}"/></iq>`;
}

/** The form in the answer; `undefined`: there is none that looks for words. */
export function channelSearchFormIn(result: Element): DataForm | undefined {
  const search = childIn(result, NS_CHANNEL_SEARCH, 'search');
  const box = search && childIn(search, NS_DATA, 'x');
  const form = box && readForm(box);
  const type = fieldIn(form, 'FORM_TYPE');
  return type?.type === 'hidden' && type.values[0] === PARAMETERS && fieldIn(form, 'q') ? form : undefined;
}

/** Looks for words (§4.2.2). What of the form stays as it came is left out. */
export function channelSearch(to: Jid, form: DataForm, query: string, page: PageWish): Element {
  const answers = new Map([['q', [query]]]);
  const types = fieldIn(form, 'types');
  if (types) answers.set('types', [MUC]);
  const order = [BY_USERS, BY_ADDRESS].find((key) => isOffered(fieldIn(form, 'key'), key));
  if (order) answers.set('key', [order]);
  return xml`<iq type="get" to="${to}"><search xmlns="${NS_CHANNEL_SEARCH}">${[
    pageWish(page),
    submittedForm(form, answers),
  ]}</search></iq>`;
}

/** The rooms in the answer (§6.2): those that we can enter, each once. */
export function channelsIn(answer: Element): FoundRooms {
  const result = childIn(answer, NS_CHANNEL_SEARCH, 'result');
  if (!result) return { rooms: [] };
  const items = childrenIn(result, NS_CHANNEL_SEARCH, 'item');
  const rooms = new Map(
    items
      .slice(0, MOST)
      .flatMap((item) => roomOf(item) ?? [])
      .map((room) => [room.jid, room]),
  );
  const next = hasMoreAfter(result, items.length) ? pageInfoIn(result).last : undefined;
  return { rooms: [...rooms.values()], next };
}

function roomOf(item: Element): FoundRoom | undefined {
  const jid = bareJidOf(item.getAttribute('address') ?? '');
  const said = (name: string) => textOf(item, name, NS_CHANNEL_SEARCH);
  if (!jid || !localOf(jid) || (said('service-type')?.trim() ?? MUC) !== MUC) return undefined;
  const occupants = said('nusers')?.trim() ?? '';
  return {
    jid,
    name: bounded(said('name'), LONGEST_NAME) || localOf(jid),
    description: bounded(said('description'), LONGEST_DESCRIPTION),
    occupants: /^\d{1,7}$/.test(occupants) ? Number(occupants) : undefined,
  };
}

function fieldIn(form: DataForm | undefined, wanted: string): FormField | undefined {
  return form?.fields.find(({ name }) => name === wanted);
}

function isOffered(field: FormField | undefined, key: string): boolean {
  return !!field?.options.some(({ value }) => value === key);
}
