import { expect } from '@open-wc/testing';
import type { BareJid, FullJid, Jid } from '../../src/core/jid.js';
import type { DomainEvent } from '../../src/protocol/events.js';
import { TypingStore } from '../../src/stores/typing-store.js';
import { ALICE, BOB, ROOM, after, received, saidInRoom, went } from '../support/events.js';

const PHONE = `${BOB}/phone` as FullJid;
const started: DomainEvent = { kind: 'stream-started', jid: ALICE };

describe('TypingStore', () => {
  const typing = (
    from: string,
    state: 'composing' | 'paused' = 'composing',
    conversation: Jid = ROOM,
  ): DomainEvent => ({
    kind: 'chat-state-changed',
    conversation,
    from: from as FullJid,
    state,
  });

  it('has who is composing in the order in which they started', () => {
    const store = after(new TypingStore(), typing(`${ROOM}/b`), typing(`${ROOM}/a`), typing(`${ROOM}/b`));

    expect(store.value.get(ROOM)).to.deep.equal([`${ROOM}/b`, `${ROOM}/a`]);
  });

  it('has nobody composing who paused, said it, left, or goes by another nick', () => {
    const all = ['pauses', 'speaks', 'leaves', 'renamed', 'goes on'].map((nick) => typing(`${ROOM}/${nick}`));
    const store = after(
      new TypingStore(),
      ...all,
      typing(`${ROOM}/pauses`, 'paused'),
      saidInRoom('speaks'),
      saidInRoom('goes on', { isDelayed: true }),
      went('leaves'),
      { kind: 'nick-changed', room: ROOM, nick: 'renamed', newNick: 'other', isSelf: false },
    );

    expect(store.value.get(ROOM)).to.deep.equal([`${ROOM}/goes on`]);
  });

  it('has no contact composing who went away', () => {
    const gone: DomainEvent = { kind: 'presence-changed', from: PHONE, show: undefined, status: '', priority: 0 };
    const store = after(new TypingStore(), typing(PHONE, 'composing', BOB));

    expect(after(store, { ...gone, show: 'away' }).value.get(BOB)).to.deep.equal([PHONE]);
    expect(after(store, gone).value.has(BOB)).to.equal(false);
  });

  it('is quiet where nobody started or stopped', () => {
    const store = after(new TypingStore(), typing(PHONE, 'composing', BOB));
    const before = store.value;

    after(store, typing(PHONE, 'composing', BOB), typing(`${BOB}/desk`, 'paused', BOB), received({ from: ALICE }));

    expect(store.value).to.equal(before);
  });

  it('has nobody composing on a new stream or after signing out', () => {
    const store = after(new TypingStore(), typing(PHONE, 'composing', BOB), started);
    const before = store.value;

    expect(before.size).to.equal(0);
    expect(after(store, started).value).to.equal(before);
    expect(after(store, typing(PHONE, 'composing', BOB), { kind: 'signed-out' }).value.size).to.equal(0);
  });

  it('does not grow with every name that a stranger makes up', () => {
    const store = new TypingStore();
    for (let index = 0; index < 1000; index += 1) {
      store.apply(typing(`m@evil.example/${index}`, 'composing', 'm@evil.example' as BareJid));
      store.apply(typing(`m${index}@evil.example/x`, 'composing', `m${index}@evil.example` as BareJid));
    }

    expect(store.value.size).to.equal(200);
    expect(store.value.get('m@evil.example' as BareJid)).to.have.length(50);
  });
});
