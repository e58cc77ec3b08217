/** XEP-0402: PEP Native Bookmarks, version 1.1.4 — https://xmpp.org/extensions/xep-0402.html */
import { bareJidOf, localOf, toBare } from '../core/jid.js';
import { childIn, childrenIn, textOf } from '../core/stanza.js';
import type { Bookmark, BookmarkChanged } from './events.js';
import { type ProtocolModule, senderOf } from './module.js';
import { xml } from './xml.js';

const NS_BOOKMARKS = 'urn:xmpp:bookmarks:1';
const NS_PUBSUB = 'http://jabber.org/protocol/pubsub';
const NS_EVENT = 'http://jabber.org/protocol/pubsub#event';
const NS_DATA = 'jabber:x:data';
const PUBLISH_OPTIONS = 'http://jabber.org/protocol/pubsub#publish-options';
/** XEP-0048, as it was kept before: in XEP-0049's private storage. */
const NS_STORAGE = 'storage:bookmarks';
const NS_PRIVATE = 'jabber:iq:private';
/** More than anybody could want. */
export const MAX_BOOKMARKS = 500;
const MAX_TEXT = 200;

/** Another client of ours has kept a room, or given it up. Only our own account can say so. */
export const bookmarks: ProtocolModule<BookmarkChanged> = {
  features: [`${NS_BOOKMARKS}+notify`],

  parse(stanza, context) {
    const event = senderOf(stanza, 'message', context) === toBare(context.self) && childIn(stanza, NS_EVENT, 'event');
    const items = event && childIn(event, NS_EVENT, 'items');
    if (!items || stanza.getAttribute('type') === 'error' || items.getAttribute('node') !== NS_BOOKMARKS) return [];
    const kept = childrenIn(items, NS_EVENT, 'item').flatMap((item) => bookmarkOf(item) ?? []);
    const gone = childrenIn(items, NS_EVENT, 'retract').flatMap((item) => roomOf(item.getAttribute('id')) ?? []);
    return [
      ...kept.slice(0, MAX_BOOKMARKS).map((bookmark) => changed(bookmark.room, bookmark)),
      ...gone.slice(0, MAX_BOOKMARKS).map((room) => changed(room, undefined)),
    ];
  },
};

export function bookmarksQuery(): Element {
  return xml`<iq type="get"><pubsub xmlns="${NS_PUBSUB}"><items node="${NS_BOOKMARKS}"/></pubsub></iq>`;
}

/** The answer to `bookmarksQuery`. */
export function readBookmarks(result: Element): readonly Bookmark[] {
  const pubsub = childIn(result, NS_PUBSUB, 'pubsub');
  const items = pubsub && childIn(pubsub, NS_PUBSUB, 'items');
  if (items?.getAttribute('node') !== NS_BOOKMARKS) return [];
  const all = childrenIn(items, NS_PUBSUB, 'item').flatMap((item) => bookmarkOf(item) ?? []);
  return all.slice(0, MAX_BOOKMARKS);
}

/** XEP-0048 §3: what older clients have kept. */
export function oldBookmarksQuery(): Element {
  return xml`<iq type="get"><query xmlns="${NS_PRIVATE}"><storage xmlns="${NS_STORAGE}"/></query></iq>`;
}

export function readOldBookmarks(result: Element): readonly Bookmark[] {
  const query = childIn(result, NS_PRIVATE, 'query');
  const storage = query && childIn(query, NS_STORAGE, 'storage');
  const all = storage ? childrenIn(storage, NS_STORAGE, 'conference') : [];
  return all
    .flatMap((conference) => factsOf(conference, conference.getAttribute('jid'), NS_STORAGE) ?? [])
    .slice(0, MAX_BOOKMARKS);
}

/**
 * Keeps a room. It is for us alone (XEP-0223), or the server refuses to keep it.
 *
 * @param isPlain asks for no more than every server knows how to promise.
 */
export function publishBookmark({ room, name, nick, password }: Bookmark, isPlain = false): Element {
  const options = Object.entries(isPlain ? PRIVATELY : { ...PRIVATELY, ...ALL }).map(
    ([key, value]) => xml`<field xmlns="${NS_DATA}" var="pubsub#${key}"><value>${value}</value></field>`,
  );
  return xml`<iq type="set"><pubsub xmlns="${NS_PUBSUB}">
    <publish node="${NS_BOOKMARKS}"><item id="${room}"><conference xmlns="${NS_BOOKMARKS}" name="${name || undefined}">
      ${nick && xml`<nick xmlns="${NS_BOOKMARKS}">${nick}</nick>`}
      ${password && xml`<password xmlns="${NS_BOOKMARKS}">${password}</password>`}</conference></item></publish>
    <publish-options><x xmlns="${NS_DATA}" type="submit">
      <field var="FORM_TYPE" type="hidden"><value>${PUBLISH_OPTIONS}</value></field>${options}</x></publish-options>
  </pubsub></iq>`;
}

/** Gives a room up; our other clients are told. */
export function retractBookmark(room: string): Element {
  return xml`<iq type="set"><pubsub xmlns="${NS_PUBSUB}">
    <retract node="${NS_BOOKMARKS}" notify="true"><item id="${room}"/></retract></pubsub></iq>`;
}

const PRIVATELY = { persist_items: 'true', access_model: 'whitelist' };
const ALL = { max_items: 'max', send_last_published_item: 'never' };

function changed(room: Bookmark['room'], bookmark: Bookmark | undefined): BookmarkChanged {
  return { kind: 'bookmark-changed', room, bookmark };
}

function bookmarkOf(item: Element): Bookmark | undefined {
  const conference = childIn(item, NS_BOOKMARKS, 'conference');
  return conference && factsOf(conference, item.getAttribute('id'), NS_BOOKMARKS);
}

function factsOf(conference: Element, address: string | null, namespace: string): Bookmark | undefined {
  const room = roomOf(address);
  const textIn = (name: string) => textOf(conference, name, namespace)?.slice(0, MAX_TEXT) || undefined;
  const name = conference.getAttribute('name')?.slice(0, MAX_TEXT) ?? '';
  return room && { room, name, nick: textIn('nick'), password: textIn('password') };
}

/** A room has a name at its service. */
function roomOf(address: string | null): Bookmark['room'] | undefined {
  const room = address ? bareJidOf(address) : undefined;
  return room && localOf(room) ? room : undefined;
}
