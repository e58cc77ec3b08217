import { expect } from '@open-wc/testing';
import type { BareJid } from '../../src/core/jid.js';
import type { ArchivePageReceived, DomainEvent, MessageReceived } from '../../src/protocol/events.js';
import { takeSnapshot } from '../../src/session/commands/take-snapshot.js';
import { restoreSnapshot, type Snapshot } from '../../src/session/snapshot.js';
import { Stores } from '../../src/session/stores.js';
import { ALICE, BOB, page, queued, received } from '../support/events.js';

const ACCOUNT = 'alice@example.org' as BareJid;
const PAGE = 3;
/** How much of an archive is loaded where nothing of it is known. */
const FIRST = 5;

/** Numbers that are the same for the same seed, from 0 to below 1. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Two who talk over lines that break and from pages that go, and the archive between them. */
class Talk {
  #stores = new Stores();
  readonly #next: () => number;
  /** What the server has, in its order. */
  readonly #archive: MessageReceived[] = [];
  /** Ours that the server has not confirmed; `after`: what we knew when it was sent. */
  #waiting: { readonly id: string; isOnWire: boolean; isKept: boolean; after: string | undefined }[] = [];
  /** The peer's that have yet to reach us on this stream. */
  #coming: MessageReceived[] = [];
  /** Nothing breaks any more. */
  #isSteady = false;
  #isOnline = true;
  /** This page has yet to come online. */
  #isFresh = false;
  #isBehind = false;
  #counts = { peer: 0, page: 0 };

  constructor(seed: number) {
    this.#next = numbersFrom(seed);
    this.#apply({ kind: 'archives-behind', account: ACCOUNT });
    this.#peerSpeaks();
    this.#coming = [];
    this.#tell(this.#archive, { part: 'latest', isComplete: true });
  }

  get said(): { readonly peer: number; readonly page: number } {
    return this.#counts;
  }

  /** The numbers of one of them, as they are shown. */
  shown(word: 'peer' | 'page'): number[] {
    return this.#entries.flatMap((entry) =>
      entry.kind === 'message' && entry.body.startsWith(word) ? [Number(entry.body.split(' ')[1])] : [],
    );
  }

  get #entries() {
    return this.#stores.conversations.value.get(BOB)?.entries ?? [];
  }

  get #cursor(): string | undefined {
    return this.#stores.archives.value.byJid.get(ACCOUNT)?.last;
  }

  go(steps: number): void {
    for (let step = 0; step < steps; step += 1) this.#step();
    if (this.#isOnline) this.#lose();
    this.#isSteady = true;
    this.#return();
    this.#settle();
    this.#loadOlder();
  }

  #step(): void {
    const dice = this.#next();
    if (dice < 0.4) this.#peerSpeaks();
    else if (dice < 0.7) this.#speak();
    else if (dice < 0.85) this.#serve();
    else if (this.#isOnline) this.#lose();
    else {
      if (this.#next() < 0.3) this.#turnPage();
      this.#return();
    }
  }

  #apply(event: DomainEvent): void {
    this.#stores.apply(event);
  }

  /** Another page comes, with what this one leaves. */
  #turnPage(): void {
    const own = { account: ACCOUNT, jid: ALICE, presence: { show: 'available', status: '' }, places: {} } as const;
    const left = JSON.stringify(takeSnapshot(this.#stores, own as never));
    this.#stores = new Stores();
    this.#isFresh = true;
    restoreSnapshot(this.#stores, JSON.parse(left) as Snapshot);
    // What the outbox has kept.
    let isAnyHidden = false;
    for (const { id } of this.#waiting) {
      const event = queued(id, { at: Date.now() });
      const { conversations } = this.#stores;
      const isHidden = !conversations.has(event);
      isAnyHidden ||= isHidden;
      if (isHidden || (isAnyHidden && conversations.waits(event))) this.#apply(event);
    }
    for (const entry of [...this.#entries]) {
      const isStray =
        entry.kind === 'message' && entry.state === 'sending' && !this.#waiting.some(({ id }) => id === entry.key);
      if (isStray) this.#apply({ kind: 'message-sent', conversation: BOB, id: entry.key });
    }
  }

  #keep(message: MessageReceived): MessageReceived {
    const kept = { ...message, stanzaId: `s${this.#archive.length + 1}` };
    this.#archive.push(kept);
    return kept;
  }

  #peerSpeaks(): void {
    const id = `peer ${(this.#counts.peer += 1)}`;
    const message = this.#keep(received({ id, body: id }));
    this.#coming.push(message);
    if (this.#isOnline && this.#next() < 0.7) this.#hear();
  }

  /** What is on its way comes, in its order. */
  #hear(): void {
    for (const message of this.#coming.splice(0)) this.#apply(message);
  }

  #speak(): void {
    const id = `page ${(this.#counts.page += 1)}`;
    this.#apply(queued(id, { at: Date.now() }));
    this.#waiting.push({ id, isOnWire: false, isKept: false, after: undefined });
    this.#send();
  }

  #send(): void {
    if (!this.#isOnline || this.#isBehind) return;
    for (const waiting of this.#waiting) {
      if (waiting.isOnWire) continue;
      waiting.isOnWire = true;
      waiting.after = this.#cursor;
    }
  }

  /** The server takes some of what is on the wire, and may confirm it. */
  #serve(): void {
    if (!this.#isOnline) return;
    this.#take();
    if (this.#next() < 0.6) this.#confirm();
    if (this.#next() < 0.6) this.#hear();
  }

  #take(): void {
    for (const waiting of this.#waiting) {
      if (!waiting.isOnWire || this.#next() < 0.2) break;
      if (!waiting.isKept) this.#keepOurs(waiting.id);
      waiting.isKept = true;
    }
  }

  #keepOurs(id: string): void {
    this.#keep(received({ id, originId: id, body: id, from: ALICE, isOwn: true }));
  }

  #confirm(): void {
    this.#waiting = this.#waiting.filter(({ id, isKept }) => {
      if (isKept) this.#apply({ kind: 'message-sent', conversation: BOB, id });
      return !isKept;
    });
  }

  #lose(): void {
    this.#take();
    this.#isOnline = false;
  }

  /** The old stream goes on, or a new one begins. Tells whether it held until the archive had told all. */
  #return(): boolean {
    this.#isOnline = true;
    const goesOn = this.#next() < 0.5;
    const isEarly = this.#next() < 0.5;
    const isOdd = this.#next() < 0.3;
    if (!goesOn) {
      this.#coming = [];
      for (const waiting of this.#waiting) waiting.isOnWire = false;
    }
    if (goesOn && isEarly && !this.#isFresh) this.#confirm();
    this.#isFresh = false;
    this.#apply({ kind: 'archives-behind', account: ACCOUNT });
    this.#isBehind = true;
    if (goesOn) {
      this.#confirm();
      if (isOdd) this.#coming.sort(() => this.#next() - 0.5);
      this.#hear();
    }
    if (!this.#catchUp()) {
      this.#isOnline = false;
      return false;
    }
    this.#isBehind = false;
    this.#send();
    return true;
  }

  #catchUp(): boolean {
    const start = this.#cursor ?? this.#unsure;
    if (start === undefined) {
      const isComplete = this.#archive.length <= FIRST;
      this.#tell(this.#archive.slice(-FIRST), { part: 'latest', isComplete });
    } else if (!this.#readOn(start)) return false;
    const after = this.#unsure;
    return after === undefined || after === start || this.#readOn(after);
  }

  /** What we knew when we sent what may be in the archive, or not. */
  get #unsure(): string | undefined {
    return this.#waiting.find(({ after, isOnWire }) => after !== undefined && !isOnWire)?.after;
  }

  /** Tells whether the line held. */
  #readOn(after: string): boolean {
    let place = this.#placeOf(after);
    for (let isComplete = false; !isComplete;) {
      const messages = this.#archive.slice(place, place + PAGE);
      place += messages.length;
      isComplete = place >= this.#archive.length;
      // Meanwhile this and that happens.
      if (this.#next() < 0.5) this.#peerSpeaks();
      if (this.#next() < 0.3) this.#speak();
      if (this.#next() < 0.5) this.#hear();
      if (!this.#isSteady && this.#next() < 0.05) return false;
      this.#tell(messages, { isComplete });
    }
    return true;
  }

  #tell(messages: readonly MessageReceived[], differences: Partial<ArchivePageReceived>): void {
    const [first, last] = [messages[0]?.stanzaId, messages.at(-1)?.stanzaId];
    this.#apply(
      page(
        messages.map((message) => ({ ...message, isDelayed: true })),
        { first, last, ...differences },
      ),
    );
    this.#waiting = this.#waiting.filter(({ id }) => !messages.some((message) => message.originId === id));
  }

  /** The reader scrolls up to the beginning. */
  #loadOlder(): void {
    const { archives } = this.#stores;
    while (!archives.value.complete.has(BOB) && !archives.value.complete.has(ACCOUNT)) {
      const first = this.#entries.flatMap((entry) => (entry.kind === 'message' ? (entry.stanzaId ?? []) : []))[0];
      const end = this.#placeOf(archives.value.oldest.get(BOB) ?? first) - 1;
      const messages = this.#archive.slice(Math.max(0, end - FIRST), end);
      this.#tell(messages, { part: 'older', conversation: BOB, isComplete: end <= FIRST });
    }
  }

  #placeOf(id: string | undefined): number {
    return this.#archive.findIndex(({ stanzaId }) => stanzaId === id) + 1;
  }

  /** All that waits goes, and is there. */
  #settle(): void {
    this.#hear();
    this.#send();
    for (const waiting of this.#waiting) {
      if (!waiting.isKept) this.#keepOurs(waiting.id);
      waiting.isKept = true;
    }
    this.#confirm();
  }
}

describe('Whatever breaks, and in whatever order it comes, a conversation', () => {
  const upTo = (most: number) => Array.from({ length: most }, (_, index) => index + 1);

  for (const [name, seeds, steps] of [
    ['a short talk', 400, 40],
    ['a long one', 40, 400],
  ] as const) {
    it(`has all of both sides once, each in its order: ${name}`, () => {
      for (let seed = 1; seed <= seeds; seed += 1) {
        const talk = new Talk(seed);

        talk.go(steps);

        expect(talk.shown('peer'), `the peer’s, seed ${seed}`).to.deep.equal(upTo(talk.said.peer));
        expect(talk.shown('page'), `ours, seed ${seed}`).to.deep.equal(upTo(talk.said.page));
      }
    }).timeout(20_000);
  }
});
