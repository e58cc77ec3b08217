import { expect } from '@open-wc/testing';
import type { BareJid } from '../../src/core/jid.js';
import type { DomainEvent, Subscription } from '../../src/protocol/events.js';
import { RequestsStore } from '../../src/stores/requests-store.js';
import { ALICE, BOB, after } from '../support/events.js';

const CAROL = 'carol@example.org' as BareJid;
const requested = (from: BareJid, text = ''): DomainEvent => ({ kind: 'subscription-requested', from, text });
const item = (jid: BareJid, subscription: Subscription) => ({
  jid,
  name: '',
  groups: [],
  subscription,
  isPending: false,
});
const pushed = (jid: BareJid, subscription: Subscription): DomainEvent => ({
  kind: 'roster-pushed',
  item: item(jid, subscription),
  isRemoved: false,
});

describe('RequestsStore', () => {
  const asked = (store: RequestsStore) => [...store.value.keys()];

  it('has who asked, in the order of asking, each once', () => {
    const store = after(new RequestsStore(), requested(BOB, 'hello'), requested(CAROL), requested(BOB, 'again'));

    expect(asked(store)).to.deep.equal([BOB, CAROL]);
    expect(store.value.get(BOB)?.text).to.equal('hello');
  });

  it('forgets a request that was answered or taken back', () => {
    const settled: DomainEvent = { kind: 'subscription-settled', from: BOB };
    const store = after(new RequestsStore(), requested(BOB), requested(CAROL), settled);

    expect(asked(store)).to.deep.equal([CAROL]);
  });

  it('forgets a request that another client of ours has accepted', () => {
    const store = after(new RequestsStore(), requested(BOB), requested(CAROL), pushed(BOB, 'to'));
    expect(asked(store)).to.deep.equal([BOB, CAROL]);

    after(store, pushed(BOB, 'both'), { kind: 'roster-received', items: [item(CAROL, 'from')] });
    expect(asked(store)).to.deep.equal([]);
  });

  it('is told all of them again by a new stream, and none by one that goes on', () => {
    const store = after(new RequestsStore(), requested(BOB));

    after(store, { kind: 'stream-started', jid: ALICE, isResumed: true });
    expect(asked(store)).to.deep.equal([BOB]);

    after(store, { kind: 'stream-started', jid: ALICE });
    expect(asked(store)).to.deep.equal([]);
  });

  it('is empty after signing out', () => {
    expect(asked(after(new RequestsStore(), requested(BOB), { kind: 'signed-out' }))).to.deep.equal([]);
  });

  it('is not flooded', () => {
    const flood = Array.from({ length: 60 }, (_, number) => requested(`spam${number}@evil.example` as BareJid));
    const store = after(new RequestsStore(), ...flood);

    expect(store.value.size).to.equal(50);
  });
});
