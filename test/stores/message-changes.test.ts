import { expect } from '@open-wc/testing';
import type { FullJid, Jid } from '../../src/core/jid.js';
import type {
  DomainEvent,
  MessageCorrected,
  MessageDisplayed,
  MessageReceived,
  MessageRetracted,
  ReactionsChanged,
} from '../../src/protocol/events.js';
import { ConversationsStore } from '../../src/stores/conversations-store.js';
import type { Message } from '../../src/stores/entries.js';
import { after, ALICE, BOB, page, queued, received, ROOM, saidInRoom, went } from '../support/events.js';

const correction = (target: string, message: MessageReceived): MessageCorrected => ({
  kind: 'message-corrected',
  conversation: message.conversation,
  target,
  message,
});
const retraction = (target: string, differences: Partial<MessageRetracted> = {}): MessageRetracted => ({
  kind: 'message-retracted',
  conversation: BOB,
  type: 'chat',
  from: `${BOB}/phone` as FullJid,
  isOwn: false,
  target,
  at: 3000,
  ...differences,
});
const inRoom = (nick: string) => ({ conversation: ROOM, type: 'groupchat', from: `${ROOM}/${nick}` as Jid }) as const;
const reactions = (
  target: string,
  emojis: readonly string[],
  differences: Partial<ReactionsChanged> = {},
): ReactionsChanged => ({
  kind: 'reactions-changed',
  conversation: BOB,
  type: 'chat',
  from: `${BOB}/phone` as FullJid,
  isOwn: false,
  target,
  emojis,
  at: 2000,
  ...differences,
});
const displayed = (id: string, isOwn = false): MessageDisplayed => ({
  kind: 'message-displayed',
  conversation: BOB,
  from: (isOwn ? ALICE : `${BOB}/phone`) as FullJid,
  isOwn,
  id,
});
const storeAfter = (...events: DomainEvent[]) => after(new ConversationsStore(), ...events);
const messagesOf = (store: ConversationsStore, jid: Jid = BOB) =>
  (store.value.get(jid)?.entries ?? []).filter((entry): entry is Message => entry.kind === 'message');
const bodiesOf = (store: ConversationsStore, jid?: Jid) => messagesOf(store, jid).map(({ body }) => body);

describe('A correction (XEP-0308)', () => {
  const edit = (differences: Partial<MessageReceived> = {}) =>
    received({ id: 'e1', body: 'Edited', at: 2000, ...differences });

  it('stands in the place of what it corrects, which is kept', () => {
    const store = storeAfter(
      received({ id: 'b1', body: 'Original' }),
      received({ id: 'b2', body: 'Later' }),
      correction('b1', edit()),
    );

    expect(bodiesOf(store)).to.deep.equal(['Edited', 'Later']);
    expect(messagesOf(store)[0]?.earlier).to.deep.equal([{ body: 'Original', until: 2000, by: 'e1' }]);
    expect(store.value.get(BOB)?.unread).to.equal(2);
  });

  it('comes from any client of its author', () => {
    const store = storeAfter(received({ id: 'b1' }), correction('b1', edit({ from: `${BOB}/tablet` as FullJid })));

    expect(bodiesOf(store)).to.deep.equal(['Edited']);
  });

  it('counts once, though the archive repeats it, and an older one not at all', () => {
    const store = storeAfter(
      received({ id: 'b1', body: '1' }),
      correction('b1', edit({ id: 'e2', body: '3', at: 3000 })),
      correction('b1', edit({ id: 'e2', body: '3', at: 3000 })),
      correction('b1', edit({ id: 'e1', body: '2', at: 2000 })),
    );

    expect(bodiesOf(store)).to.deep.equal(['3']);
    expect(messagesOf(store)[0]?.earlier).to.have.length(1);
  });

  it('is of no use to others in a room, not even by the nick of somebody who has gone', () => {
    const said = { ...inRoom('bob'), id: 'b1', body: 'Original', at: 1000 };
    const forged = edit({ ...inRoom('bob'), at: 2000 });
    const byMallory = edit({ ...inRoom('mallory'), at: 2000 });

    const apart = storeAfter(received(said), correction('b1', byMallory));
    const gone = storeAfter(received(said), went('bob'), correction('b1', forged));
    const other = storeAfter(
      received({ ...said, occupantId: 'id-bob' }),
      correction('b1', { ...forged, occupantId: 'id-mallory' }),
    );

    for (const store of [apart, gone, other]) expect(bodiesOf(store, ROOM)).to.deep.equal(['Original']);
  });

  it('is believed of an occupant under another nick', () => {
    const store = storeAfter(
      saidInRoom('bob', { id: 'b1', occupantId: 'id-bob' }),
      correction('b1', edit({ ...inRoom('robert'), occupantId: 'id-bob' })),
    );

    expect(bodiesOf(store, ROOM)).to.deep.equal(['Edited']);
  });

  it('finds a message that the archive tells later, and is not said twice', () => {
    const store = storeAfter(
      { ...edit({ replaces: 'b1', stanzaId: 's2' }), isNew: true },
      page([received({ id: 'b1', stanzaId: 's1', body: 'Original', isDelayed: true })], { part: 'older' }),
    );

    expect(bodiesOf(store)).to.deep.equal(['Edited']);
  });
});

describe('A retraction (XEP-0424)', () => {
  it('leaves nothing of what was said', () => {
    const store = storeAfter(
      received({ id: 'b1', body: 'Secret', attachment: 'https://example.org/secret.png' }),
      correction('b1', received({ id: 'e1', body: 'Secret!' })),
      retraction('b1'),
    );

    expect(JSON.stringify(messagesOf(store))).not.to.contain('ecret');
    expect(messagesOf(store)[0]?.retracted).to.exist;
  });

  it('is its author’s alone, or a moderator’s', () => {
    const said = saidInRoom('bob', { id: 'b1', stanzaId: 's1' });
    const byMallory = retraction('s1', inRoom('mallory'));
    const byRoom = retraction('s1', {
      conversation: ROOM,
      type: 'groupchat',
      from: ROOM,
      by: 'moderator',
      reason: 'Spam',
    });

    expect(messagesOf(storeAfter(said, byMallory), ROOM)[0]?.retracted).to.equal(undefined);
    expect(messagesOf(storeAfter(said, retraction('s1', inRoom('bob'))), ROOM)[0]?.retracted).to.exist;
    expect(messagesOf(storeAfter(said, byRoom), ROOM)[0]?.retracted).to.deep.equal({ by: 'moderator', reason: 'Spam' });
  });

  it('waits for a message that comes later', () => {
    const store = storeAfter(
      received({ id: 'b2', body: 'Hello' }),
      retraction('b1'),
      page([{ ...received({ id: 'b1', stanzaId: 's1', body: 'Secret', isDelayed: true }), isNew: true }], {
        part: 'older',
      }),
    );

    expect(bodiesOf(store)).to.deep.equal(['', 'Hello']);
  });
});

describe('Reactions (XEP-0444)', () => {
  it('are each one’s last ones', () => {
    const store = storeAfter(
      queued('mine'),
      { kind: 'message-sent', conversation: BOB, id: 'mine' },
      reactions('mine', ['👍', '🎉']),
      reactions('mine', ['👍'], { from: ALICE, isOwn: true }),
      reactions('mine', ['❤️'], { at: 3000 }),
      reactions('mine', ['💔'], { at: 2500 }),
    );

    const [message] = messagesOf(store);
    expect(message?.reactions?.map(({ isOwn, emojis }) => [isOwn, emojis.join('')])).to.deep.equal([
      [true, '👍'],
      [false, '❤️'],
    ]);
  });

  it('are told of in a room by what the room calls the message', () => {
    const store = storeAfter(
      saidInRoom('bob', { id: 'b1', stanzaId: 's1' }),
      reactions('b1', ['👎'], inRoom('cat')),
      reactions('s1', ['👍'], { ...inRoom('cat'), occupantId: 'id-cat' }),
    );

    const [message] = messagesOf(store, ROOM);
    expect(message?.reactions?.map(({ by, emojis }) => [by, ...emojis])).to.deep.equal([['id-cat', '👍']]);
  });

  it('are never taken for another’s message: a troll may give theirs any id, also one of the room’s', () => {
    const store = storeAfter(
      saidInRoom('bob', { id: 'b1', stanzaId: 's1' }),
      saidInRoom('troll', { id: 's1', stanzaId: 's2', body: 'Bad' }),
    );

    expect(store.named(ROOM, 's1')?.from).to.equal(`${ROOM}/bob`);
    expect(store.named(ROOM, 'b1'), 'what its author calls it means nothing').to.equal(undefined);
  });
});

describe('How far a message has come', () => {
  const sent = (id: string): DomainEvent[] => [queued(id), { kind: 'message-sent', conversation: BOB, id }];
  const states = (store: ConversationsStore) => messagesOf(store).map(({ state }) => state);

  it('goes from sent to delivered to read, and never back', () => {
    const store = storeAfter(
      ...sent('1'),
      { kind: 'message-delivered', conversation: BOB, id: '1' },
      displayed('1'),
      { kind: 'message-delivered', conversation: BOB, id: '1' },
      { kind: 'message-sent', conversation: BOB, id: '1' },
    );

    expect(states(store)).to.deep.equal(['read']);
  });

  it('is known of all before the one that was seen', () => {
    const store = storeAfter(...sent('1'), ...sent('2'), ...sent('3'), displayed('2'));

    expect(states(store)).to.deep.equal(['read', 'read', 'sent']);
  });

  it('is nobody else’s to say', () => {
    const mallory = 'mallory@evil.example' as Jid;
    const store = storeAfter(
      ...sent('1'),
      received({ conversation: mallory, from: mallory }),
      { kind: 'message-delivered', conversation: mallory, id: '1' },
      { ...displayed('1'), conversation: mallory },
    );

    expect(states(store)).to.deep.equal(['sent']);
  });

  it('is read here as far as we have read it elsewhere', () => {
    const store = storeAfter(
      received({ id: 'b1' }),
      received({ id: 'b2' }),
      received({ id: 'b3' }),
      displayed('b2', true),
    );

    expect(store.value.get(BOB)?.unread).to.equal(1);
  });
});
