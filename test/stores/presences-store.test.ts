import { expect } from '@open-wc/testing';
import type { BareJid, FullJid } from '../../src/core/jid.js';
import type { DomainEvent, PresenceChanged } from '../../src/protocol/events.js';
import { PresencesStore } from '../../src/stores/presences-store.js';
import { ALICE, BOB, after } from '../support/events.js';

const PHONE = `${BOB}/phone` as FullJid;
const started: DomainEvent = { kind: 'stream-started', jid: ALICE };

describe('PresencesStore', () => {
  const presence = (from: string, differences: Partial<PresenceChanged> = {}): PresenceChanged => ({
    kind: 'presence-changed',
    from: from as FullJid,
    show: 'available',
    status: '',
    priority: 0,
    ...differences,
  });

  it('has the client of the highest priority speak for a contact', () => {
    const store = after(
      new PresencesStore(),
      presence(PHONE, { priority: 5, show: 'away' }),
      presence(`${BOB}/desk`, { priority: 1 }),
      presence(`${BOB}/bot`, { priority: -1, show: 'dnd' }),
    );

    expect(store.of(BOB)?.show).to.equal('away');
    expect(after(store, presence(PHONE, { show: undefined })).of(BOB)?.show).to.equal('available');
  });

  it('has nobody available whose last client went, or of whom a new stream has not told yet', () => {
    const store = after(new PresencesStore(), presence(PHONE), presence(PHONE, { show: undefined }));

    expect(store.of(BOB)).to.equal(undefined);
    expect(store.value.size).to.equal(0);
    expect(after(store, presence(PHONE), started).value.size).to.equal(0);
    expect(after(store, presence(PHONE), { kind: 'signed-out' }).value.size).to.equal(0);
  });

  it('stays as it is for who was never there', () => {
    const store = new PresencesStore();
    const before = store.value;

    after(store, presence(PHONE, { show: undefined }), started);

    expect(store.value).to.equal(before);
  });

  it('does not grow with every name that a stranger makes up', () => {
    const store = after(new PresencesStore(), presence(PHONE));
    for (let index = 0; index < 6000; index += 1) store.apply(presence(`m${index}@evil.example/x`));
    for (let index = 0; index < 500; index += 1) store.apply(presence(`m1@evil.example/${index}`));

    expect(store.value.size).to.equal(5000);
    expect(store.value.get('m1@evil.example' as BareJid)?.size).to.equal(50);
    expect(after(store, presence(PHONE, { show: 'dnd' })).of(BOB)?.show).to.equal('dnd');
  });
});
