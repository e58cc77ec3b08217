import { expect } from '@open-wc/testing';
import type { DomainEvent } from '../../src/protocol/events.js';
import { ConnectionStore } from '../../src/stores/connection-store.js';
import { ALICE, after } from '../support/events.js';

const started: DomainEvent = { kind: 'stream-started', jid: ALICE };

describe('ConnectionStore', () => {
  const online: DomainEvent = { kind: 'connection-changed', status: 'online', jid: ALICE, isResumed: true };

  it('knows how the connection is, and as whom', () => {
    expect(after(new ConnectionStore(), online).value).to.include({ status: 'online', jid: ALICE, isResumed: true });
  });

  it('knows who we are while it is being mended, but not after a wished end', () => {
    const lost: DomainEvent = {
      kind: 'connection-changed',
      status: 'reconnecting',
      condition: 'connection-lost',
      retryAt: 9,
    };
    const ended: DomainEvent = { kind: 'connection-changed', status: 'offline' };

    const store = after(new ConnectionStore(), online, started, lost);
    expect(store.value).to.include({ status: 'reconnecting', jid: ALICE, condition: 'connection-lost', retryAt: 9 });

    expect(after(store, ended).value).to.include({ status: 'offline', jid: undefined, condition: undefined });
  });
});
