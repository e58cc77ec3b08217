import { expect } from '@open-wc/testing';
import type { BareJid, Jid } from '../../src/core/jid.js';
import type { DomainEvent, RosterItem } from '../../src/protocol/events.js';
import { RosterStore } from '../../src/stores/roster-store.js';
import { BOB, after } from '../support/events.js';

describe('RosterStore', () => {
  const item = (jid: Jid, name = ''): RosterItem => ({
    jid: jid as BareJid,
    name,
    groups: [],
    subscription: 'both',
    isPending: false,
  });
  const whole: DomainEvent = { kind: 'roster-received', items: [item(BOB, 'Bob')], version: 'v1' };

  it('has the contacts that the server told, and none of before', () => {
    const other = { ...whole, items: [item('carol@example.org' as BareJid)] };
    const store = after(new RosterStore(), whole, other);

    expect([...store.value.items.keys()]).to.deep.equal(['carol@example.org']);
    expect(store.value).to.include({ version: 'v1', isLoaded: true });
  });

  it('follows what changes in it', () => {
    const push = { kind: 'roster-pushed', isRemoved: false, version: 'v2' } as const;
    const store = after(new RosterStore(), whole, { ...push, item: item(BOB, 'Robert') });
    expect(store.value.items.get(BOB)?.name).to.equal('Robert');
    expect(store.value.version).to.equal('v2');

    after(store, { ...push, item: item(BOB), isRemoved: true, version: undefined });
    expect(store.value.items.size).to.equal(0);
    expect(store.value.version).to.equal('v2');
  });

  it('is empty, and not loaded, after signing out', () => {
    expect(after(new RosterStore(), whole, { kind: 'signed-out' }).value).to.include({ isLoaded: false });
  });
});
