import type { BareJid } from '../../src/core/jid.js';
import type { XmppSession } from '../../src/session/session.js';
import type { FakeTransport } from './fake-transport.js';

const NS_MUC = 'http://jabber.org/protocol/muc';

/** What a room says of an occupant; `codes` are those of `<status/>`. */
export function occupantPresence(room: string, nick: string, codes: readonly number[] = [], inside = ''): string {
  return `<presence xmlns="jabber:client" from="${room}/${nick}"><x xmlns="${NS_MUC}#user">
    <item affiliation="none" role="participant"/>${statusOf(codes)}</x>${inside}</presence>`;
}

/** What a room says of an occupant who is gone. */
export function goodbye(room: string, nick: string, codes: readonly number[] = [], item = ''): string {
  return `<presence xmlns="jabber:client" type="unavailable" from="${room}/${nick}"><x xmlns="${NS_MUC}#user">
    ${item || '<item affiliation="none" role="none"/>'}${statusOf(codes)}</x></presence>`;
}

/** How a room says no. */
export function refusal(room: string, nick: string, condition: string): string {
  return `<presence xmlns="jabber:client" type="error" from="${room}/${nick}"><x xmlns="${NS_MUC}"/>
    <error type="cancel"><${condition} xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></presence>`;
}

/** What an occupant says; an `id` is the origin-id too. */
export function groupchat(room: string, nick: string, body: string, id = '', stamp = ''): string {
  return `<message xmlns="jabber:client" type="groupchat" from="${room}/${nick}" id="${id}"><body>${body}</body>${
    id && `<origin-id xmlns="urn:xmpp:sid:0" id="${id}"/>`
  }${stamp && `<delay xmlns="urn:xmpp:delay" stamp="${stamp}" from="${room}"/>`}</message>`;
}

/** The subject, with which a room ends its history. */
export function subject(room: string, text = '', nick = ''): string {
  return `<message xmlns="jabber:client" type="groupchat" from="${room}${nick && `/${nick}`}"><subject>${text}</subject></message>`;
}

/** Resolves when a room has been asked to let us in, `count` times in all. */
export async function asked(server: FakeTransport, room: string, count = 1): Promise<Element> {
  for (let turns = 0; turns < 1000; turns += 1) {
    const join = joinsOf(server, room)[count - 1];
    if (join) return join;
    await turn();
  }
  throw new Error(`${room} was asked ${joinsOf(server, room).length} times, not ${count}.`);
}

/** The presences by which we asked a room to let us in. */
export function joinsOf(server: FakeTransport, room: string): Element[] {
  return server.sent.filter(
    (element) =>
      element.getAttribute('to')?.startsWith(`${room}/`) &&
      [...element.children].some(({ namespaceURI }) => namespaceURI === NS_MUC),
  );
}

/** Shows a room, and has it let us in. */
export async function joined(session: XmppSession, server: FakeTransport, room: BareJid, nick: string): Promise<void> {
  session.holdRoom(room, server);
  const entering = session.enterRoom(room, { nick, history: 20 });
  await asked(server, room);
  server.receive(occupantPresence(room, nick, [110]));
  server.receive(subject(room));
  await entering;
}

/** A turn of the event loop, which no fake clock stops. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}

function statusOf(codes: readonly number[]): string {
  return codes.map((code) => `<status code="${code}"/>`).join('');
}
