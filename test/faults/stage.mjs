/** One page and one peer who say numbers to each other, in private and in a room, while something goes wrong. */
import { startLine } from '../support/fault-line.mjs';
import { addressesOver } from '../support/live.mjs';
import { Peer } from '../support/peer.mjs';
import { progress, readAll } from './page-side.mjs';
import { Tab, pause } from './tab.mjs';
import { tally } from './tally.mjs';

const tags = { chat: 'xmpp-chat', room: 'xmpp-room' };
/** How many of the last messages must be on the screen. */
const SEEN = 20;
let count = 0;

/**
 * Lets one fault happen.
 *
 * @param world `server`, `site`, `browser`.
 * @param options `name` and `fault`, `way` (`websocket` or `bosh`), `messages` in each direction and place, `every` ms,
 *   `random`, `limit` in ms for all to arrive afterwards.
 * @returns a row for each direction in each place, and one for whatever else the fault checks.
 */
export async function perform(world, options) {
  const stage = new Stage(world, options);
  try {
    await stage.set();
    await options.fault.before?.(stage);
    await stage.begin();
    await options.fault.act(stage);
    await stage.settled();
    return await stage.rows();
  } finally {
    await stage.clear();
  }
}

class Stage {
  tab;
  peer;
  line;
  jids;
  elsewhere;
  #options;
  #world;
  #checks = [];
  #notes = new Set();
  /** In which conversations a gap was shown. */
  #filled = new Set();
  /** When all was well again. */
  #mends = [];
  #timer;
  #said = { chat: 0, room: 0 };

  constructor(world, options) {
    this.#world = world;
    this.#options = options;
  }

  get server() {
    return this.#world.server;
  }

  get way() {
    return this.#options.way;
  }

  /** How many messages each of them says in each place. */
  get total() {
    return this.#options.messages;
  }

  check = (what, isGood, note) => void this.#checks.push({ way: what, isBad: !isGood, notes: [note] });

  note(text) {
    this.#notes.add(text);
  }

  /** All is well again, from now on. */
  mended() {
    this.#mends.push(Date.now());
  }

  between(least, most) {
    return least + this.#options.random() * (most - least);
  }

  async set() {
    const { server, site, browser } = this.#world;
    count += 1;
    const [user, other, name] = ['page', 'peer', 'lobby'].map((word) => `${word}${count}`);
    await server.register(user, user);
    await server.register(other, other);
    await server.createRoom(name);
    const room = `${name}@rooms.localhost`;
    this.jids = { chat: `${other}@localhost`, room };
    this.line = await startLine(server.httpPort);
    const service = addressesOver(this.line, server)[this.way];
    this.elsewhere = site.publish('<p>Elsewhere</p>');
    this.peer = await Peer.in({ websocket: server.websocket, user: other });
    await this.peer.join(room);
    this.tab = await Tab.open(
      browser,
      site.publish(`<xmpp-chat service="${service}" domain="localhost" with="${this.jids.chat}"></xmpp-chat>
        <xmpp-room room="${room}"></xmpp-room>`),
      { trace: this.#options.trace },
    );
    const account = { jid: `${user}@localhost`, password: user };
    this.user = account.jid;
    await this.tab.evaluate((signIn) => document.querySelector('xmpp-chat').connect(signIn), account);
    if (!(await this.tab.hears('xmpp-room-joined'))) throw new Error('The page did not enter its room.');
  }

  async begin() {
    const { every } = this.#options;
    await this.tab.evaluate((total, ms) => globalThis.faults.start(total, ms), this.total, every);
    this.#timer = setInterval(() => this.#speak(), every);
  }

  #speak() {
    for (const kind of Object.keys(tags)) {
      if (this.#said[kind] >= this.total) continue;
      this.#said[kind] += 1;
      const [to, type] = kind === 'chat' ? [this.user, 'chat'] : [this.jids.room, 'groupchat'];
      this.peer.send(to, type, `peer ${this.#said[kind]}`);
    }
  }

  /** Waits until the page has said a part of its numbers, somewhere between these two. */
  async reach(least, most) {
    const goal = Math.floor(this.between(least, most) * this.total);
    const end = Date.now() + this.total * this.#options.every * 2 + this.#options.limit;
    const said = () => this.tab.read(() => JSON.parse(sessionStorage.getItem('faults') ?? '{"chat":0}').chat);
    while ((await said()) < goal && Date.now() < end) await pause(50);
  }

  /** Waits until both have everything, or no longer. */
  async settled() {
    await this.reach(1, 1);
    const end = Date.now() + this.#options.limit;
    let before;
    for (;;) {
      await pause(500);
      const state = await this.tab.read(progress, this.jids);
      const isAllHere = Object.entries(state.kinds).every(
        ([kind, { spoken, sending, last, isToldAll }]) =>
          isToldAll && spoken >= this.total && !sending && last >= this.total && this.#heard(kind).size >= this.total,
      );
      // What is doubled comes late.
      const now = JSON.stringify([state, this.peer.received.length]);
      if (isAllHere && now === before) return;
      before = now;
      for (const [kind, { gaps }] of Object.entries(state.kinds)) if (gaps) this.#filled.add(kind);
      if (Date.now() > end) return;
    }
  }

  #received(kind) {
    const type = kind === 'chat' ? 'chat' : 'groupchat';
    return this.peer.received.filter((message) => message.type === type && message.body.startsWith('page '));
  }

  #heard(kind) {
    return new Set(this.#received(kind).map(({ body }) => body));
  }

  async rows() {
    const { name, way } = this.#options;
    const common = { fault: name, server: this.server.kind, transport: way };
    const rows = [];
    for (const kind of Object.keys(tags)) rows.push(...(await this.#rowsOf(kind)));
    const complaints = [...new Set(this.tab.complaints)];
    if (complaints.length) this.check('exceptions', false, complaints.join(' | ').slice(0, 500));
    return [...rows, ...this.#checks].map((row) => ({ ...common, ...row }));
  }

  async #rowsOf(kind) {
    const state = await this.tab.read(readAll, tags[kind], this.jids[kind], SEEN);
    const spoken = await this.tab.read(progress, this.jids);
    const named = (word) => state.messages.filter(({ body }) => body.startsWith(`${word} `));
    const back = Math.max(...this.#mends.map((at) => this.#backAfter(at) ?? -1));
    const common = { kind, back: back < 0 ? undefined : back };

    const up = { ...common, ...(await this.#atPeer(kind, spoken.kinds[kind].spoken)), way: 'page to peer', notes: [] };
    const own = tally(up.sent, named('page'));
    const kept = await this.#kept(kind);
    // Taken, and then in nobody's archive, or in one of the two: the server's own word for its loss.
    const isKept = (body) => kept.some((message) => message.body === body);
    const isKeptHere = ({ body }) => isKept(body);
    if (kept) {
      excuse(up, 'page', (body) => isKept(body) || this.tab.acked.has(`${kind} ${body}`));
      // A page that was loaded again knows the end, and the archive.
      excuse(own, 'page', (body) => !isKept(body));
    }
    const unsettled = named('page').filter((message) => message.state !== 'sent');
    excuseOrder(own, up, this.tab.wire.page[kind]);
    if (kept && isOrderOf(kept, named('page').filter(isKeptHere))) own.disordered = 0;
    up.notes.push(...flaws('at the peer', up), ...flaws('on the page', own));
    if (unsettled.length)
      up.notes.push(`unsettled: ${unsettled.slice(0, 5).map((each) => `${each.body} ${each.state}`)}`);
    const failed = state.failed.filter((text) => text.startsWith(kind));
    if (failed.length) up.notes.push(`failed: ${failed.slice(0, 5)}`);
    up.isBad = own.lost + own.doubled + own.disordered + unsettled.length + failed.length > 0 || up.sent < this.total;

    const down = { ...common, ...tally(this.total, named('peer')), way: 'peer to page', notes: [...this.#notes] };
    if (kept) excuse(down, 'peer', (body) => !isKept(body));
    excuseOrder(down, down, this.tab.wire.peer[kind]);
    if (kept && isOrderOf(kept, named('peer').filter(isKeptHere))) down.disordered = 0;
    down.notes.push(...flaws('on the page', down));
    const last = state.messages.slice(-SEEN).map(({ body }) => body);
    down.isBad = last.join() !== state.seen.join() || state.gaps > 0;
    if (last.join() !== state.seen.join())
      down.notes.push(`on the screen: ${state.seen.slice(-5)}, but ${last.slice(-5)}`);
    if (state.refusal) down.notes.push(`older messages: ${state.refusal}`);
    if (state.gaps) down.notes.push(`${state.gaps} gaps`);
    else if (this.#filled.has(kind)) down.notes.push('a gap was there to be loaded');
    if (this.peer.refused.length) down.notes.push(`${this.peer.refused.length} came back to the peer`);
    return [up, down];
  }

  /** A server that was started again may have told the peer of a message only by its archive, whose order counts then. */
  async #atPeer(kind, sent) {
    const live = this.#received(kind);
    if (!this.#options.fault.isServerFault) return tally(sent, live);
    const archive = (await this.peer.archive(kind === 'room' ? this.jids.room : undefined)).filter(
      ({ body, from }) => body.startsWith('page ') && (kind === 'room' || from === this.user),
    );
    const kept = new Set(archive.map(({ id }) => id));
    const forgotten = live.filter(({ id }) => !kept.has(id));
    if (forgotten.length) this.note(`the server forgot ${forgotten.length}`);
    const { disordered } = tally(sent, archive);
    // It forgot some and kept later ones: those that went out again, in order, can only come behind.
    const isOurs = disordered && !(isOrderOf(this.tab.said[kind], archive) && isInOrder(this.tab.said[kind]));
    if (disordered && !isOurs) this.note(`the server forgot ${disordered} that it had before later ones`);
    return { ...tally(sent, [...archive, ...forgotten]), disordered: isOurs ? disordered : 0 };
  }

  /** What the archive that a page can ask holds of a conversation, after a fault of the server that may have lost something. */
  async #kept(kind) {
    if (!this.#options.fault.isServerFault) return undefined;
    const { server, user, jids } = this;
    const second = await Peer.in({ websocket: server.websocket, user: user.split('@')[0] });
    const messages = await second.archive(kind === 'room' ? jids.room : undefined).finally(() => second.end());
    const type = kind === 'room' ? 'groupchat' : 'chat';
    return messages.filter((message) => message.type === type);
  }

  /** From a mend to the stream's return, in ms; nothing if the page never said that it was lost. */
  #backAfter(mend) {
    const back = this.tab.events.find(({ type, at }) => type === 'xmpp-connected' && at >= mend);
    return back && back.at - mend;
  }

  async clear() {
    clearInterval(this.#timer);
    this.peer?.end();
    await this.tab?.close().catch(() => undefined);
    await this.line?.close();
  }
}

/** What a server that was ended has lost of what it had taken is not lost by us: it is told of, and not counted. */
function excuse(row, word, isServers) {
  const excused = row.missing.filter((number) => isServers(`${word} ${number}`));
  if (!excused.length) return;
  row.missing = row.missing.filter((number) => !excused.includes(number));
  row.lost = row.missing.length;
  row.notes?.push(`the server lost ${excused.length} that it had: ${excused.slice(0, 6)}`);
}

/** A server that goes on with a stream may send what comes now before what it had kept: the page shows it as it came. */
function excuseOrder(shown, row, told) {
  const { disordered, inversion } = tally(shown.sent, told);
  if (!disordered || shown.disordered !== disordered || shown.inversion !== inversion) return;
  shown.disordered = 0;
  row.notes.push('as the server sent it');
}

/** Whether an archive has messages in this order: one that came to it twice has two places there. */
function isOrderOf(archive, messages) {
  let last = -1;
  for (const { body } of messages) {
    last = archive.findIndex((kept, index) => index > last && kept.body === body);
    if (last < 0) return false;
  }
  return true;
}

/** Whether a page has said its messages in their order, on each stream for itself. */
function isInOrder(said) {
  return said.every(({ body, stream }, index) => {
    const before = said[index - 1];
    return before?.stream !== stream || numberOf(before.body) < numberOf(body);
  });
}

const numberOf = (body) => Number(body.split(' ').at(-1));

/** What is wrong with a list, in words. */
function flaws(where, { missing, doubled, disordered, inversion }) {
  const shown = missing.length > 6 ? `${missing.slice(0, 6)}…` : `${missing}`;
  return [
    missing.length && `${missing.length} missing ${where}: ${shown}`,
    doubled && `${doubled} doubled ${where}`,
    disordered && `${disordered} out of order ${where}: ${inversion}`,
  ].filter(Boolean);
}
