/* global Strophe, $msg, $pres, document, requestAnimationFrame */
// The least that shows a room: raw Strophe, and one textContent for each message, as a tutorial would write it. With
// `data-batched` on the page, what a frame brings is appended at once.
const ROOM = 'lobby@rooms.localhost';
const log = document.querySelector('#log');
const occupants = document.querySelector('#occupants');
const { service: SERVICE, nick: NICK } = document.querySelector('main').dataset;
const input = document.querySelector('input');
const items = new Map();
const connection = new Strophe.Connection(SERVICE);
const isBatched = 'batched' in document.documentElement.dataset;
let waiting = [];

const nickOf = (stanza) => Strophe.getResourceFromJid(stanza.getAttribute('from'));

function onMessage(stanza) {
  const body = stanza.querySelector('body');
  if (!body) return true;
  const row = document.createElement('div');
  row.textContent = `${nickOf(stanza)}: ${body.textContent}`;
  if (isBatched) later(row);
  else append([row]);
  return true;
}

function later(row) {
  if (waiting.push(row) > 1) return;
  requestAnimationFrame(() => {
    append(waiting);
    waiting = [];
  });
}

function append(rows) {
  log.append(...rows);
  log.scrollTop = log.scrollHeight;
}

function onPresence(stanza) {
  const nick = nickOf(stanza);
  items.get(nick)?.remove();
  items.delete(nick);
  if (nick === NICK) input.disabled = stanza.getAttribute('type') === 'unavailable';
  if (stanza.getAttribute('type') === 'unavailable') return true;
  const item = document.createElement('li');
  item.textContent = nick;
  items.set(nick, item);
  occupants.append(item);
  return true;
}

function join() {
  const presence = $pres({ to: `${ROOM}/${NICK}` }).c('x', { xmlns: 'http://jabber.org/protocol/muc' });
  connection.send(presence.c('history', { maxstanzas: 50 }));
}

function leave() {
  connection.send($pres({ to: `${ROOM}/${NICK}`, type: 'unavailable' }));
  items.clear();
  occupants.replaceChildren();
  log.replaceChildren();
}

document.querySelector('form').addEventListener('submit', (event) => {
  event.preventDefault();
  connection.send($msg({ to: ROOM, type: 'groupchat' }).c('body').t(input.value));
  input.value = '';
});

connection.connect('guest.localhost', null, (status) => {
  if (status !== Strophe.Status.CONNECTED) return;
  connection.addHandler(onMessage, null, 'message', 'groupchat');
  connection.addHandler(onPresence, null, 'presence');
  connection.send($pres());
  join();
});

// What the benchmarks of coming and going call.
Object.assign(document, { join, leave, identity: () => connection.jid });
