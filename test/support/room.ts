import { fixture, html, nextFrame } from '@open-wc/testing';
import type { XmppRoomElement } from '../../src/elements/xmpp-room.js';
import '../../src/define/xmpp-room.js';
import { xml } from '../../src/protocol/xml.js';
import { fakeSession, type FakeTransport } from './fake-transport.js';
import { textOfXml } from './stanza.js';
import { waitUntil } from './wait.js';

export const LOBBY = 'lobby@rooms.example.org';
const NS_INFO = 'http://jabber.org/protocol/disco#info';
export const NS_OCCUPANT_ID = 'urn:xmpp:occupant-id:0';
const NS_USER = 'http://jabber.org/protocol/muc#user';

/** What a room says of an occupant; `codes` are those of `<status/>`. */
export interface OccupantFacts {
  readonly role?: string;
  readonly affiliation?: string;
  readonly jid?: string;
  readonly occupantId?: string;
  readonly codes?: readonly number[];
  readonly show?: string;
  readonly status?: string;
}

/** What a test of a room says on behalf of the server. */
export interface FakeRoom {
  readonly element: XmppRoomElement;
  readonly server: FakeTransport;
  readonly session: ReturnType<typeof fakeSession>['session'];
  /** Somebody is there, or changed. */
  occupant(nick: string, how?: OccupantFacts): void;
  /** Somebody is gone. */
  gone(nick: string, how?: { codes?: readonly number[]; reason?: string }): void;
  /** Somebody, or with `''` the room itself, says something. */
  say(nick: string, body: string, how?: { at?: Date; id?: string; occupantId?: string; stanzaId?: string }): void;
  subject(text: string, nick?: string): void;
  /** The room does not want us. */
  refuse(condition: string): void;
  /** Lets us in. */
  admit(nick?: string, how?: OccupantFacts): Promise<void>;
  /** Everything that happened is on the screen. */
  shown(): Promise<void>;
}

/** A room element on a server in the page; signed in as a guest, at the room's door. */
export async function fakeRoom(
  attributes: Partial<XmppRoomElement> = {},
  features: readonly string[] = [],
): Promise<FakeRoom> {
  const { name, session, server } = fakeSession();
  if (features.length) server.answers.set(NS_INFO, () => textOfXml(describedBy(features)));
  localStorage.clear();
  const element = await fixture<XmppRoomElement>(
    html`<xmpp-room session=${name} service="wss://fake.example/ws" domain="example.org"></xmpp-room>`,
  );
  Object.assign(element, { room: LOBBY, anonymous: true, nick: 'Player 42', ...attributes });
  await element.updateComplete;

  const room: FakeRoom = {
    element,
    server,
    session,
    occupant: (nick, { role = 'participant', affiliation = 'none', codes = [], jid, occupantId, show, status } = {}) =>
      server.receive(
        textOfXml(xml`<presence from="${LOBBY}/${nick}">
          ${show && xml`<show>${show}</show>`}${status && xml`<status>${status}</status>`}
          ${occupantId && xml`<occupant-id xmlns="${NS_OCCUPANT_ID}" id="${occupantId}"/>`}
          <x xmlns="${NS_USER}"><item affiliation="${affiliation}" role="${role}" jid="${jid}"/>${codes.map(statusCode)}</x>
          </presence>`),
      ),
    gone: (nick, { codes = [], reason } = {}) =>
      server.receive(
        textOfXml(xml`<presence type="unavailable" from="${LOBBY}/${nick}"><x xmlns="${NS_USER}">
          <item affiliation="none" role="none">${reason && xml`<reason xmlns="${NS_USER}">${reason}</reason>`}</item>
          ${codes.map(statusCode)}</x></presence>`),
      ),
    say: (nick, body, { at, id = crypto.randomUUID(), occupantId, stanzaId } = {}) =>
      server.receive(
        textOfXml(xml`<message type="groupchat" id="${id}" from="${nick ? `${LOBBY}/${nick}` : LOBBY}"><body>${body}</body>
          ${occupantId && xml`<occupant-id xmlns="${NS_OCCUPANT_ID}" id="${occupantId}"/>`}
          ${stanzaId && xml`<stanza-id xmlns="urn:xmpp:sid:0" by="${LOBBY}" id="${stanzaId}"/>`}
          ${at && xml`<delay xmlns="urn:xmpp:delay" from="${LOBBY}" stamp="${at.toISOString()}"/>`}</message>`),
      ),
    subject: (text, nick) =>
      server.receive(
        textOfXml(
          xml`<message type="groupchat" from="${nick ? `${LOBBY}/${nick}` : LOBBY}"><subject>${text}</subject></message>`,
        ),
      ),
    refuse: (condition) =>
      server.receive(`<presence xmlns="jabber:client" type="error" from="${LOBBY}/${ownNick()}">
        <error type="cancel"><${condition} xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></presence>`),
    admit: async (nick, how) => {
      await waitUntil(() => current()?.state === 'entering', 'the room is asked');
      room.occupant(nick ?? ownNick(), { codes: [110], ...how });
      room.subject('');
      await waitUntil(() => element.joined, 'we are in');
      await room.shown();
    },
    shown: async () => {
      await nextFrame();
      await nextFrame();
      await element.updateComplete;
    },
  };
  const current = () => [...session.stores.rooms.value.values()][0];
  const ownNick = () => current()?.nick ?? '';
  return room;
}

/** As `fakeRoom`, and in it. */
export async function joinedRoom(
  attributes: Partial<XmppRoomElement> = {},
  { features, ...how }: OccupantFacts & { readonly features?: readonly string[] } = {},
): Promise<FakeRoom> {
  const room = await fakeRoom(attributes, features);
  await room.admit(undefined, how);
  return room;
}

function describedBy(features: readonly string[]): Element {
  const all = features.map((each) => xml`<feature xmlns="${NS_INFO}" var="${each}"/>`);
  return xml`<iq type="result"><query xmlns="${NS_INFO}">${all}</query></iq>`;
}

function statusCode(code: number): Element {
  return xml`<status xmlns="${NS_USER}" code="${code}"/>`;
}
