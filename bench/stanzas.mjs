// What a room says, as Prosody 0.12 words it.
export const ROOM = 'lobby@rooms.localhost';
const words =
  `the a tea is ready who wants some nobody answered so it went cold again which is a pity because this was the
  good one from last year with the little blue label that everybody liked and asked about`.split(/\s+/);

/** Between 4 and 24 words, the same for the same number, and the number itself: that is how a page is asked what it shows. */
export function bodyOf(number) {
  const length = 4 + ((number * 7) % 21);
  const text = Array.from({ length }, (_, index) => words[(number * 5 + index * 3) % words.length]);
  return `#${number} ${text.join(' ')}${number % 40 === 7 ? ' https://example.org/tea?cup=2' : ''}`;
}

/** @param {{number: number, nick: string, delayed?: string, room?: string}} message `delayed`: when it was sent, if it is history. */
export function roomMessage({ number, nick, delayed, room = ROOM }) {
  const delay = delayed ? `<delay xmlns="urn:xmpp:delay" from="${room}" stamp="${delayed}"/>` : '';
  return (
    `<message xmlns="jabber:client" xml:lang="en" type="groupchat" id="m${number}" from="${room}/${nick}">` +
    `<body>${bodyOf(number)}</body><origin-id xmlns="urn:xmpp:sid:0" id="m${number}"/>${occupantId(nick)}` +
    `<stanza-id xmlns="urn:xmpp:sid:0" by="${room}" id="archive-${number}"/>${delay}</message>`
  );
}

/** @param {{nick: string, isSelf?: boolean, isGone?: boolean, room?: string}} presence */
export function roomPresence({ nick, isSelf, isGone, room = ROOM }) {
  const item = `<item affiliation="none" role="${isGone ? 'none' : 'participant'}"/>`;
  return (
    `<presence xmlns="jabber:client" xml:lang="en" from="${room}/${nick}"${isGone ? ' type="unavailable"' : ''}>` +
    `<c xmlns="http://jabber.org/protocol/caps" hash="sha-1" node="https://example.org" ver="QgayPKawpkPSDYmwT/WM94uAlu0="/>` +
    `${occupantId(nick)}<x xmlns="http://jabber.org/protocol/muc#user">${item}` +
    `${isSelf ? '<status code="110"/>' : ''}</x></presence>`
  );
}

const occupantId = (nick) => `<occupant-id xmlns="urn:xmpp:occupant-id:0" id="id-of-${nick}"/>`;
