import { expect } from '@open-wc/testing';
import type { DomainEvent } from '../../src/protocol/events.js';
import { FeaturesStore } from '../../src/stores/features-store.js';
import { ALICE, ROOM, after } from '../support/events.js';

const started: DomainEvent = { kind: 'stream-started', jid: ALICE };

describe('FeaturesStore', () => {
  const told: DomainEvent = { kind: 'features-discovered', jid: ROOM, identities: [], features: ['a', 'b'] };

  it('knows what somebody said last that they do', () => {
    const store = after(new FeaturesStore(), told, { ...told, features: ['b'] }, started);

    expect([...(store.value.get(ROOM)?.features ?? [])]).to.deep.equal(['b']);
  });

  it('forgets it when the person signs out', () => {
    expect(after(new FeaturesStore(), told, { kind: 'signed-out' }).value.size).to.equal(0);
  });
});
