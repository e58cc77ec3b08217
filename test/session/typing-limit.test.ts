import { expect } from '@open-wc/testing';
import { useFakeTimers, type SinonFakeTimers } from 'sinon';
import type { FullJid } from '../../src/core/jid.js';
import type { DomainEvent } from '../../src/protocol/events.js';
import { TypingLimit } from '../../src/session/typing-limit.js';
import { TypingStore } from '../../src/stores/typing-store.js';
import { BOB } from '../support/events.js';

const PHONE = `${BOB}/phone` as FullJid;

describe('Somebody who composes', () => {
  let clock: SinonFakeTimers;
  let store: TypingStore;
  let limit: TypingLimit;

  const dispatch = (event: DomainEvent) => {
    store.apply(event);
    limit.react(event);
  };
  const says = (state: 'composing' | 'paused') =>
    dispatch({ kind: 'chat-state-changed', conversation: BOB, from: PHONE, state });
  const composing = () => store.value.get(BOB) ?? [];

  beforeEach(() => {
    clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    store = new TypingStore();
    limit = new TypingLimit(store, dispatch);
  });

  afterEach(() => clock.restore());

  it('has stopped when nothing was heard of it for two minutes: their client may be dead', () => {
    says('composing');
    clock.tick(119_000);
    expect(composing()).to.deep.equal([PHONE]);

    clock.tick(1000);

    expect(composing()).to.be.empty;
  });

  it('has two minutes more whenever they say so again', () => {
    says('composing');
    clock.tick(100_000);
    says('composing');
    clock.tick(100_000);

    expect(composing()).to.deep.equal([PHONE]);
    clock.tick(20_000);
    expect(composing()).to.be.empty;
  });

  it('who has stopped by themselves leaves nothing behind', () => {
    says('composing');
    says('paused');

    expect(clock.countTimers()).to.equal(0);
  });
});
