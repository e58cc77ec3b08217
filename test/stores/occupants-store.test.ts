import { expect } from '@open-wc/testing';
import type { DomainEvent } from '../../src/protocol/events.js';
import { OccupantsStore } from '../../src/stores/occupants-store.js';
import { ALICE, ROOM, came, occupantOf, went } from '../support/events.js';

const entering: DomainEvent = { kind: 'room-entering', room: ROOM, nick: 'hecate' };

function storeAfter(...events: DomainEvent[]): OccupantsStore {
  const store = new OccupantsStore();
  for (const event of events) store.apply(event);
  return store;
}

function nicksIn(store: OccupantsStore): string[] {
  return [...(store.value.get(ROOM)?.byNick.keys() ?? [])];
}

describe('OccupantsStore', () => {
  it('has who came and not who went', () => {
    const store = storeAfter(entering, came('a'), came('b'), went('a'));

    expect(nicksIn(store)).to.deep.equal(['b']);
  });

  it('knows an occupant as they were seen last', () => {
    const store = storeAfter(came('a'), came('a', { occupant: occupantOf('a', { role: 'moderator', show: 'away' }) }));

    expect(store.value.get(ROOM)?.byNick.get('a')).to.include({ role: 'moderator', show: 'away' });
  });

  it('knows who goes on under another nick', () => {
    const store = storeAfter(
      came('a', { occupant: occupantOf('a', { affiliation: 'owner' }) }),
      { kind: 'nick-changed', room: ROOM, nick: 'a', newNick: 'b', isSelf: false },
      { kind: 'nick-changed', room: ROOM, nick: 'nobody', newNick: 'c', isSelf: false },
    );

    expect(nicksIn(store)).to.deep.equal(['b']);
    expect(store.value.get(ROOM)?.byNick.get('b')).to.include({ nick: 'b', affiliation: 'owner' });
  });

  it('forgets the occupants of a room that we left, or enter anew', () => {
    expect(nicksIn(storeAfter(came('a'), went('hecate', { isSelf: true })))).to.deep.equal([]);
    expect(nicksIn(storeAfter(came('a'), entering))).to.deep.equal([]);
  });

  it('knows nobody on a new stream or after signing out', () => {
    expect(storeAfter(came('a'), { kind: 'stream-started', jid: ALICE }).value.size).to.equal(0);
    expect(storeAfter(came('a'), { kind: 'signed-out' }).value.size).to.equal(0);
  });

  it('has occupants of whatever nick (nick-05, nick-06)', () => {
    const store = storeAfter(came('__proto__'), came('constructor'), went('toString'));

    expect(nicksIn(store)).to.deep.equal(['__proto__', 'constructor']);
  });

  it('gives another value after every change, also in a room of thousands', () => {
    const store = storeAfter(...Array.from({ length: 5000 }, (_, index) => came(`n${index}`)));
    const before = store.value.get(ROOM);

    store.apply(came('one more'));

    expect(store.value.get(ROOM)).not.to.equal(before);
    expect(nicksIn(store)).to.have.length(5001);
  });
});
