import { expect, fixture, html, nextFrame } from '@open-wc/testing';
import type { BareJid, Jid } from '../../src/core/jid.js';
import '../../src/define/all.js';
import type { XmppChatElement } from '../../src/elements/xmpp-chat.js';
import type { XmppRoomElement } from '../../src/elements/xmpp-room.js';
import { xml } from '../../src/protocol/xml.js';
import type { XmppSession } from '../../src/session/session.js';
import type { Conversation, Message } from '../../src/stores/entries.js';
import { chatFrom, FakeArchives } from '../support/archive.js';
import { fakeSession, type FakeTransport } from '../support/fake-transport.js';
import { textOfXml } from '../support/stanza.js';
import { expectNoHarm, HarmWatch, nodesOf } from './harm.js';
import { waitUntil } from '../support/wait.js';

export const ALICE = 'alice@example.org';
export const BOB = 'bob@example.org';
export const MALLORY = 'mallory@evil.example';
export const ROOM = 'room@muc.example.org';
const NS_USER = 'http://jabber.org/protocol/muc#user';

/**
 * The page of alice@example.org/w1: her contacts, her conversation with bob, and the room in which she is `al` and
 * somebody else is `bob`.
 */
export interface AlicesPage {
  readonly session: XmppSession;
  readonly server: FakeTransport;
  /** Her account's archive, in which there is much, but nothing to read. */
  readonly archives: FakeArchives;
  readonly contacts: XmppChatElement;
  readonly bob: XmppChatElement;
  readonly room: XmppRoomElement;
  /** Delivers these stanzas; then whatever they did is on the screen, did no harm, and stopped nothing. */
  receive(...stanzas: readonly string[]): Promise<void>;
  /** As `receive`, where alice is no longer in the room and cannot be looked after like that. */
  deliver(...stanzas: readonly string[]): Promise<void>;
  /** Bob, alice's contact, writes to her. */
  bobWrites(body: string, id?: string): Promise<void>;
  /** An occupant says something in the room. */
  say(nick: string, body: string, id?: string): Promise<void>;
  /** An occupant is there. */
  enter(nick: string, how?: { readonly codes?: readonly number[]; readonly role?: string }): Promise<void>;
  /** Another conversation, on the same page. */
  chatWith(jid: string): Promise<XmppChatElement>;
  /** What the stores have of a conversation. */
  conversation(jid: string): Conversation | undefined;
  messages(jid: string): readonly Message[];
  /** What was said in it. */
  bodies(jid: string): readonly string[];
  /** All that alice can read, everywhere on the page. */
  text(): string;
  /** Nobody has said anything, and these words are nowhere on the screen. */
  expectNothing(...words: readonly string[]): void;
  shown(): Promise<void>;
}

export async function alicesPage(): Promise<AlicesPage> {
  localStorage.clear();
  const watch = new HarmWatch();
  const { name, server, session, archives } = await signedIn();
  session.log = watch.log;
  const box = await fixture(
    html`<div>
      <xmpp-chat session=${name}></xmpp-chat>
      <xmpp-chat session=${name} with=${BOB}></xmpp-chat>
      <xmpp-room session=${name} room=${ROOM} nick="al"></xmpp-room>
    </div>`,
  );
  const elements = [...box.children] as [XmppChatElement, XmppChatElement, XmppRoomElement];
  const [contacts, bob, room] = elements;
  watch.elements.push(...elements);

  const shown = async () => {
    await nextFrame();
    await nextFrame();
    for (const element of watch.elements as XmppChatElement[]) await element.updateComplete;
  };
  const deliver = async (...stanzas: readonly string[]) => {
    for (const stanza of stanzas) server.receive(stanza);
    await shown();
  };
  const conversation = (jid: string) => session.stores.conversations.value.get(jid as Jid);
  const text = () => watch.elements.map(textIn).join('\n');
  const alice: AlicesPage = {
    session,
    server,
    archives,
    contacts,
    bob,
    room,
    shown,
    conversation,
    text,
    deliver,
    receive: async (...stanzas) => {
      await deliver(...stanzas);
      expectNoHarm();
      await expectAlive(alice);
    },
    bobWrites: (body, id = crypto.randomUUID()) =>
      deliver(textOfXml(xml`<message from="${BOB}/phone" type="chat" id="${id}"><body>${body}</body></message>`)),
    say: (nick, body, id = crypto.randomUUID()) =>
      deliver(
        textOfXml(xml`<message from="${ROOM}/${nick}" type="groupchat" id="${id}"><body>${body}</body></message>`),
      ),
    enter: (nick, { codes = [], role = 'participant' } = {}) => deliver(occupant(nick, { codes, role })),
    chatWith: async (jid) => {
      const chat = await fixture<XmppChatElement>(html`<xmpp-chat session=${name} with=${jid}></xmpp-chat>`);
      watch.elements.push(chat);
      await shown();
      return chat;
    },
    messages: (jid) => messagesOf(conversation(jid)),
    bodies: (jid) => messagesOf(conversation(jid)).map(({ body }) => body),
    expectNothing: (...words) => {
      const said = [...session.stores.conversations.value.values()].flatMap(messagesOf);
      expect(said).to.deep.equal([]);
      expect([contacts, bob, room].flatMap(messagesIn)).to.deep.equal([]);
      for (const word of words) expect(text()).not.to.contain(word);
    },
  };

  await waitUntil(() => session.stores.rooms.value.get(ROOM as BareJid)?.state === 'entering', 'the room is asked');
  const noSubject = `<message xmlns="jabber:client" type="groupchat" from="${ROOM}"><subject/></message>`;
  await deliver(occupant('bob'), occupant('al', { codes: [110] }), noSubject);
  await waitUntil(() => room.joined, 'alice is in the room');
  await shown();
  return alice;
}

async function signedIn() {
  const fake = fakeSession();
  const { server, session } = fake;
  const archives = new FakeArchives(server);
  const receipt = chatFrom(`${BOB}/p`, 'x').replace('<body>x</body>', '<received xmlns="urn:xmpp:receipts" id="x"/>');
  for (let count = 0; count < 60; count += 1) archives.keep(ALICE, [`receipt-${count}`, receipt]);
  server.resource = 'w1';
  server.answers.set(
    'jabber:iq:roster',
    () => `<iq xmlns="jabber:client" type="result"><query xmlns="jabber:iq:roster">
      <item jid="${BOB}" name="Bob" subscription="both"/></query></iq>`,
  );
  session.configure({ services: ['wss://fake.example/ws'], domain: 'example.org', isAnonymous: false }, fake);
  await session.connect({ jid: ALICE, password: 'secret' });
  await session.stores.roster.waitFor(({ isLoaded }) => isLoaded);
  await session.stores.archives.waitFor(({ byJid }) => byJid.get(ALICE as BareJid)?.isCaughtUp);
  return { ...fake, archives };
}

export function occupant(nick: string, { codes = [] as readonly number[], role = 'participant' } = {}): string {
  return textOfXml(xml`<presence from="${ROOM}/${nick}" to="alice@example.org/w1"><x xmlns="${NS_USER}">
    <item affiliation="none" role="${role}"/>${codes.map((code) => xml`<status xmlns="${NS_USER}" code="${code}"/>`)}
  </x></presence>`);
}

let probes = 0;
const isProbe = (body: string) => /^still here \d/.test(body);

/** Without the probes of this page. */
function messagesOf(conversation: Conversation | undefined): readonly Message[] {
  const messages = conversation?.entries.filter((entry) => entry.kind === 'message') ?? [];
  return messages.filter(({ body }) => !isProbe(body));
}

/** Whatever came, what comes next is still read and shown. */
async function expectAlive(page: AlicesPage): Promise<void> {
  const probe = `still here ${(probes += 1)}`;
  await page.bobWrites(probe);
  await page.say('bob', probe);
  for (const element of [page.bob, page.room]) {
    await waitUntil(() => rowsIn(element).some(({ body }) => body === probe), 'the page still works');
  }
}

/** A message as somebody reads it. */
export interface ShownMessage {
  readonly element: HTMLElement;
  readonly author: string;
  readonly body: string;
  readonly isOwn: boolean;
  readonly state: string;
}

/** The messages of an element, without the probes of this page. */
export function messagesIn(element: Element): readonly ShownMessage[] {
  return rowsIn(element).filter(({ body }) => !isProbe(body));
}

function rowsIn(element: Element): readonly ShownMessage[] {
  const textOf = (row: Element, part: string) => row.querySelector(`[part~=${part}]`)?.textContent?.trim() ?? '';
  return [...(element.shadowRoot?.querySelectorAll<HTMLElement>('[part~=message]') ?? [])].map((row) => ({
    element: row,
    author: textOf(row, 'author'),
    body: textOf(row, 'body'),
    isOwn: row.classList.contains('own'),
    state: textOf(row, 'state').replace(/\s+/g, ' '),
  }));
}

/** What can be read in an element. */
export function textIn(element: Element): string {
  return nodesOf(element)
    .flatMap((node) => [...(node.shadowRoot ?? node).childNodes])
    .filter((node) => node instanceof Text)
    .map(({ data }) => data)
    .join('');
}

/** The list items of who is in the room, as shown. */
export function occupantsIn(room: Element): readonly HTMLElement[] {
  return [...(room.shadowRoot?.querySelectorAll<HTMLElement>('[part~=occupant]') ?? [])];
}
