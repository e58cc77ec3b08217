import { expect } from '@open-wc/testing';
import type { BareJid, FullJid } from '../../src/core/jid.js';
import type { Ignored } from '../../src/protocol/events.js';
import { ConversationsStore } from '../../src/stores/conversations-store.js';
import { IgnoredStore } from '../../src/stores/ignored-store.js';
import { OccupantsStore } from '../../src/stores/occupants-store.js';
import { TypingStore } from '../../src/stores/typing-store.js';
import { after, came, occupantOf, ROOM, saidInRoom, went } from '../support/events.js';

const byId: Ignored = { room: ROOM, by: 'occupant-id', key: 'id-1', nick: 'troll' };
const byJid: Ignored = { room: ROOM, by: 'jid', key: 'troll@example.org', nick: 'troll' };
const byNick: Ignored = { room: ROOM, by: 'nick', key: 'troll', nick: 'troll' };

const ignore = (ignored: Ignored, isIgnored = true) => ({ kind: 'ignore-changed', ignored, isIgnored }) as const;
const renamed = (nick: string, newNick: string) =>
  ({ kind: 'nick-changed', room: ROOM, nick, newNick, isSelf: false }) as const;

describe('IgnoredStore', () => {
  it('knows somebody by their occupant-id under any nick', () => {
    const store = after(new IgnoredStore(), ignore(byId));

    expect(store.keyOf(ROOM, { nick: 'angel', occupantId: 'id-1' })).to.equal('id-1');
    expect(store.keyOf(ROOM, { nick: 'troll', occupantId: 'id-2' })).to.equal(undefined);
    expect(store.keyOf('other@chat.example' as BareJid, { nick: 'troll', occupantId: 'id-1' })).to.equal(undefined);
  });

  it('knows somebody by their account, with whichever client they come', () => {
    const store = after(new IgnoredStore(), ignore(byJid));

    expect(store.keyOf(ROOM, { nick: 'angel', jid: 'troll@example.org/phone' as FullJid })).to.equal(byJid.key);
    expect(store.keyOf(ROOM, { nick: 'troll', jid: 'other@example.org/phone' as FullJid })).to.equal(undefined);
  });

  it('knows them by their last nick while the room shows nobody', () => {
    const store = after(new IgnoredStore(), ignore(byJid), renamed('troll', 'angel'));

    expect(store.keyOf(ROOM, { nick: 'angel' })).to.equal(byJid.key);
    expect(store.keyOf(ROOM, { nick: 'troll' })).to.equal(undefined);
  });

  it('follows a nick that is all we know, and lets it go with whoever had it', () => {
    const store = after(new IgnoredStore(), ignore(byNick), renamed('troll', 'angel'));
    expect(store.keyOf(ROOM, { nick: 'angel' })).to.equal('troll');
    expect(store.keyOf(ROOM, { nick: 'troll' })).to.equal(undefined);

    after(store, went('angel'));

    expect(store.value).to.deep.equal([]);
  });

  it('keeps who is known by an id when they leave', () => {
    const store = after(new IgnoredStore(), ignore(byId), went('troll'));

    expect(store.value).to.deep.equal([byId]);
  });

  it('ends with another word, and with the sign-out', () => {
    const store = after(new IgnoredStore(), ignore(byId), ignore(byId, false));
    expect(store.value).to.deep.equal([]);

    expect(after(store, ignore(byId), { kind: 'signed-out' }).value).to.deep.equal([]);
  });

  it('remembers the latest 1000', () => {
    const all = Array.from({ length: 1001 }, (_, index) => ({ ...byId, key: `id-${index}` }));
    const store = after(new IgnoredStore(), ...all.map((each) => ignore(each)));

    expect([store.value.length, store.value[0]?.key]).to.deep.equal([1000, 'id-1']);
  });
});

describe('Whom we ignore', () => {
  const messagesIn = (store: ConversationsStore) =>
    (store.value.get(ROOM)?.entries ?? []).flatMap((entry) => (entry.kind === 'message' ? [entry] : []));

  it('has said nothing that is unread, nor ever named us', () => {
    const store = after(
      new ConversationsStore(),
      saidInRoom('troll', { id: 'a', occupantId: 'id-1', isMention: true }),
      saidInRoom('nova', { id: 'b', occupantId: 'id-2' }),
    );
    expect(store.value.get(ROOM)).to.include({ unread: 2, mentions: 1 });

    after(store, ignore(byId), saidInRoom('troll', { id: 'c', occupantId: 'id-1', isMention: true, ignored: 'id-1' }));

    expect(store.value.get(ROOM)).to.include({ unread: 1, mentions: 0 });
    expect(messagesIn(store).map(({ ignored }) => ignored)).to.deep.equal(['id-1', undefined, 'id-1']);
    expect(store.value.get(ROOM)?.firstUnread).to.equal(messagesIn(store)[1]?.key);
  });

  it('is heard again when that ends, what they said meanwhile too', () => {
    const store = after(
      new ConversationsStore(),
      saidInRoom('troll', { id: 'a', occupantId: 'id-1' }),
      ignore(byId),
      saidInRoom('angel', { id: 'b', occupantId: 'id-1', ignored: 'id-1' }),
      ignore(byId, false),
    );

    expect(messagesIn(store).map(({ ignored }) => ignored)).to.deep.equal([undefined, undefined]);
  });

  it('is nobody who only has their nick now', () => {
    const store = after(
      new ConversationsStore(),
      saidInRoom('troll', { id: 'a', occupantId: 'id-2' }),
      saidInRoom('troll', { id: 'b' }),
      ignore(byId),
    );

    expect(messagesIn(store).map(({ ignored }) => ignored)).to.deep.equal([undefined, 'id-1']);
  });

  it('reacts to nothing', () => {
    const react = { kind: 'reactions-changed', conversation: ROOM, type: 'groupchat', isOwn: false, at: 2000 } as const;
    const from = `${ROOM}/troll` as FullJid;
    const reacted = { ...react, from, occupantId: 'id-1', target: 's1', emojis: ['👎'] };
    const said = saidInRoom('nova', { id: 'a', stanzaId: 's1' });
    const isIgnored = (store: ConversationsStore) => messagesIn(store)[0]?.reactions?.[0]?.isIgnored;

    const store = after(new ConversationsStore(), said, reacted, ignore(byId));
    expect(isIgnored(store)).to.equal(true);
    after(store, { ...reacted, at: 3000, ignored: 'id-1' });
    expect(isIgnored(store)).to.equal(true);
    after(store, ignore(byId, false));

    expect(isIgnored(store)).to.equal(false);
  });

  it('stays hidden when a moderator removes what they said', () => {
    const store = after(
      new ConversationsStore(),
      saidInRoom('troll', { stanzaId: 's1', occupantId: 'id-1' }),
      ignore(byId),
      {
        kind: 'message-retracted',
        conversation: ROOM,
        type: 'groupchat',
        from: ROOM,
        isOwn: false,
        target: 's1',
        at: 2000,
        by: 'moderator',
      },
    );

    expect(messagesIn(store)[0]).to.include({ ignored: 'id-1', body: '' });
  });

  it('is marked among the occupants, and types no more', () => {
    const occupants = after(
      new OccupantsStore(),
      came('troll', { occupant: occupantOf('troll', { occupantId: 'id-1' }) }),
      came('nova', { occupant: occupantOf('nova', { occupantId: 'id-2' }) }),
      ignore(byId),
      renamed('troll', 'angel'),
    );
    const typing = after(
      new TypingStore(),
      { kind: 'chat-state-changed', conversation: ROOM, from: `${ROOM}/troll` as FullJid, state: 'composing' },
      ignore(byId),
    );

    const byNickNow = occupants.value.get(ROOM)?.byNick;
    expect([byNickNow?.get('angel')?.ignored, byNickNow?.get('nova')?.ignored]).to.deep.equal(['id-1', undefined]);
    expect(typing.value.size).to.equal(0);
  });
});
