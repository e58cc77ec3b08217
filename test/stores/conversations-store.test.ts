import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import type { BareJid, FullJid, Jid } from '../../src/core/jid.js';
import type { DomainEvent, MessageReceived } from '../../src/protocol/events.js';
import { ConversationsStore } from '../../src/stores/conversations-store.js';
import type { Entry, Message } from '../../src/stores/entries.js';
import { ALICE, BOB, ROOM, came, queued, queuedInRoom, received, saidInRoom, went } from '../support/events.js';

const MALLORY = 'mallory@evil.example' as BareJid;

function storeAfter(...events: DomainEvent[]): ConversationsStore {
  const store = new ConversationsStore();
  for (const event of events) store.apply(event);
  return store;
}

function messagesOf(store: ConversationsStore, jid: Jid = ROOM): Message[] {
  return (store.value.get(jid)?.entries ?? []).filter((entry) => entry.kind === 'message');
}

function bodiesOf(store: ConversationsStore, jid: Jid = ROOM): string[] {
  return messagesOf(store, jid).map(({ body }) => body);
}

function noticesOf(store: ConversationsStore): unknown[] {
  const entries: readonly Entry[] = store.value.get(ROOM)?.entries ?? [];
  return entries.flatMap((entry) => (entry.kind === 'notice' ? [entry.notice] : []));
}

const entering: DomainEvent = { kind: 'room-entering', room: ROOM, nick: 'hecate' };
const subject: DomainEvent = { kind: 'subject-changed', room: ROOM, subject: 'Brews', nick: '' };

describe('ConversationsStore', () => {
  describe('a message that comes twice', () => {
    it('is shown once if the archive gave both copies one id, whatever else they say', () => {
      const store = storeAfter(
        saidInRoom('bob', { stanzaId: 's1', id: '1', body: 'a' }),
        saidInRoom('bob', { stanzaId: 's1', id: '2', body: 'b' }),
      );

      expect(bodiesOf(store)).to.deep.equal(['a']);
    });

    it('is shown once if its sender gave both one origin-id', () => {
      const store = storeAfter(received({ originId: 'o1', id: '1' }), received({ originId: 'o1', id: '2' }));

      expect(messagesOf(store, BOB)).to.have.length(1);
    });

    it('is shown once if its sender gave both one id', () => {
      const store = storeAfter(received({ id: '1' }), received({ id: '1' }));

      expect(messagesOf(store, BOB)).to.have.length(1);
    });

    it('is shown twice if nothing but text and time is alike', () => {
      const store = storeAfter(received({}), received({}));

      expect(messagesOf(store, BOB)).to.have.length(2);
    });

    it('is shown twice if a client counts its ids from 1 at every start', () => {
      const store = storeAfter(
        saidInRoom('bob', { id: '1', body: 'yesterday' }),
        saidInRoom('bob', { id: '1', body: 'today' }),
        saidInRoom('bob', { id: '2', body: 'same', stanzaId: 's1' }),
        saidInRoom('bob', { id: '2', body: 'same', stanzaId: 's2' }),
      );

      expect(bodiesOf(store)).to.deep.equal(['yesterday', 'today', 'same', 'same']);
    });

    it('is shown once though the room told only the second time who its occupants are', () => {
      const store = storeAfter(
        saidInRoom('bob', { originId: 'o1' }),
        saidInRoom('bob', { originId: 'o1', stanzaId: 's1', occupantId: 'x' }),
        saidInRoom('bob', { stanzaId: 's1' }),
      );

      expect(messagesOf(store)).to.have.length(1);
      expect(messagesOf(store)[0]).to.include({ stanzaId: 's1', occupantId: 'x' });
    });

    it('keeps the words that were shown first', () => {
      const store = storeAfter(
        saidInRoom('bob', { id: '1', originId: 'o', body: 'I agree' }),
        saidInRoom('bob', { id: '1', originId: 'o', body: 'I never said that', stanzaId: 's1' }),
      );

      expect(bodiesOf(store)).to.deep.equal(['I agree']);
    });

    it('changes nothing for who watches', () => {
      const store = storeAfter(saidInRoom('bob', { stanzaId: 's1', id: '1' }));
      const before = store.value;

      store.apply(saidInRoom('bob', { stanzaId: 's1', id: '1' }));
      store.apply(saidInRoom('bob', { id: '1' }));

      expect(store.value).to.equal(before);
    });

    it('is known before it is applied', () => {
      const store = storeAfter(received({ id: '1' }), queued('mine'));

      expect(store.has(received({ id: '1' }))).to.equal(true);
      expect(store.has(received({ id: '2' }))).to.equal(false);
      expect(store.has(received({ conversation: MALLORY, from: MALLORY, id: '1' }))).to.equal(false);
      expect(store.has(queued('mine'))).to.equal(true);
      expect(store.has(queued('other'))).to.equal(false);
    });
  });

  describe('ids that strangers copy', () => {
    it('shows a message whose sender copied the origin-id of another contact (ids-02)', () => {
      const store = storeAfter(
        received({ originId: 'BOBS' }),
        received({ conversation: MALLORY, from: `${MALLORY}/x` as FullJid, id: 'z', originId: 'BOBS', body: 'new' }),
      );

      expect(bodiesOf(store, BOB)).to.deep.equal(['hello']);
      expect(bodiesOf(store, MALLORY)).to.deep.equal(['new']);
    });

    it('keeps ours waiting when another occupant says something under its id (ids-03)', () => {
      const store = storeAfter(
        queuedInRoom('MY-PENDING'),
        saidInRoom('mallory', { id: 'MY-PENDING', originId: 'MY-PENDING', body: 'not what I wrote' }),
      );

      expect(messagesOf(store).map(({ body, state }) => [body, state])).to.deep.equal([
        ['not what I wrote', 'received'],
        ['MY-PENDING', 'sending'],
      ]);
    });

    it('tells apart occupants and ids that look alike when written in a row', () => {
      const store = storeAfter(saidInRoom('a', { id: 'b c' }), saidInRoom('a b', { id: 'c' }));

      expect(messagesOf(store)).to.have.length(2);
    });

    it('has a conversation for __proto__ like for anybody else (from-06)', () => {
      const jid = '__proto__@example.org' as BareJid;
      const store = storeAfter(
        received({ conversation: jid, from: `${jid}/x` as FullJid, id: '__proto__', body: 'proto' }),
        received({ conversation: jid, from: `${jid}/x` as FullJid, id: 'constructor', body: 'two' }),
      );

      expect(bodiesOf(store, jid)).to.deep.equal(['proto', 'two']);
      expect(Object.keys(Object.prototype)).to.deep.equal([]);
    });

    it('gives every message a key of its own, whatever ids strangers choose', () => {
      const ids = ['1', '2', '3', 'x', 'x'];
      const store = storeAfter(
        ...ids.map((id, index) => saidInRoom(`n${index}`, { id })),
        saidInRoom('z', {}),
        saidInRoom('z', {}),
      );

      expect(new Set(messagesOf(store).map(({ key }) => key)).size).to.equal(ids.length + 2);
    });

    it('fails a message only by an error in the conversation that it went to', () => {
      const store = storeAfter(queued('1'), {
        kind: 'message-failed',
        conversation: MALLORY,
        id: '1',
        condition: 'gone',
      });

      expect(messagesOf(store, BOB)[0]?.state).to.equal('sending');
      expect(store.value.has(MALLORY)).to.equal(false);
    });

    it('never fails what others said', () => {
      const store = storeAfter(received({ id: '1' }), {
        kind: 'message-failed',
        conversation: BOB,
        id: '1',
        condition: 'gone',
      });

      expect(messagesOf(store, BOB)[0]?.state).to.equal('received');
    });
  });

  describe('a message of ours', () => {
    it('stands last while it is being sent, and stays where the room puts it', () => {
      const store = storeAfter(
        queuedInRoom('mine'),
        saidInRoom('bob', { id: '1', body: 'first' }),
        saidInRoom('hecate', { id: 'mine', originId: 'mine', isOwn: true, body: 'mine', stanzaId: 's2' }),
        saidInRoom('bob', { id: '2', body: 'last' }),
      );

      expect(bodiesOf(store)).to.deep.equal(['first', 'mine', 'last']);
      expect(messagesOf(store)[1]).to.include({ key: 'mine', state: 'sent', stanzaId: 's2' });
    });

    it('is found by its id where the room leaves the origin-id out', () => {
      const store = storeAfter(queuedInRoom('mine'), saidInRoom('hecate', { id: 'mine', isOwn: true, body: 'mine' }));

      expect(messagesOf(store).map(({ state }) => state)).to.deep.equal(['sent']);
    });

    it('shows what the room made of it', () => {
      const store = storeAfter(
        queuedInRoom('mine', { body: 'd*** it' }),
        saidInRoom('hecate', { id: 'mine', isOwn: true, body: '**** it' }),
      );

      expect(bodiesOf(store)).to.deep.equal(['**** it']);
    });

    it('is sent, or fails and can be sent once more', () => {
      const store = storeAfter(queued('1'), queued('2'), { kind: 'message-sent', conversation: BOB, id: '1' });
      store.apply({ kind: 'message-failed', conversation: BOB, id: '2', condition: 'gone' });

      expect(messagesOf(store, BOB).map(({ state }) => state)).to.deep.equal(['sent', 'failed']);
      expect(messagesOf(store, BOB)[1]?.condition).to.equal('gone');

      store.apply(received({ id: '3', body: '3' }));
      store.apply(queued('2'));
      store.apply({ kind: 'message-sent', conversation: BOB, id: '2' });

      expect(messagesOf(store, BOB).map(({ body, state }) => [body, state])).to.deep.equal([
        ['1', 'sent'],
        ['3', 'received'],
        ['2', 'sent'],
      ]);
      expect(messagesOf(store, BOB)[2]?.condition).to.equal(undefined);
    });

    it('that failed is sent after all if it comes back', () => {
      const store = storeAfter(
        queuedInRoom('mine'),
        { kind: 'message-failed', conversation: ROOM, id: 'mine', condition: 'not-in-room' },
        saidInRoom('hecate', { id: 'mine', originId: 'mine', isOwn: true, isDelayed: true, at: 400 }),
      );

      expect(messagesOf(store)[0]).to.include({ state: 'sent', condition: undefined, at: 400 });
    });

    it('stays before what we wrote after it, should a lost stream tell of it late', () => {
      const store = storeAfter(
        queued('1'),
        queued('2'),
        received({ id: '1', originId: '1', stanzaId: 's1', from: ALICE, isOwn: true }),
      );

      expect(messagesOf(store, BOB).map(({ id, state }) => [id, state])).to.deep.equal([
        ['1', 'sent'],
        ['2', 'sending'],
      ]);
    });

    it('is known in what the room tells later, though that does not prove that it was we', () => {
      const store = storeAfter(
        queuedInRoom('echoed'),
        saidInRoom('hecate', { id: 'echoed', originId: 'echoed', isOwn: true }),
        queuedInRoom('swallowed?'),
        entering,
        saidInRoom('hecate', { id: 'echoed', originId: 'echoed', isDelayed: true }),
        saidInRoom('hecate', { id: 'swallowed?', originId: 'swallowed?', isDelayed: true }),
      );

      expect(messagesOf(store).map(({ id, isOwn, state }) => [id, isOwn, state])).to.deep.equal([
        ['echoed', true, 'sent'],
        ['swallowed?', true, 'sent'],
      ]);
    });

    it('from another client of ours is shown as sent', () => {
      const store = storeAfter(received({ from: ALICE, isOwn: true, id: '9' }));

      expect(messagesOf(store, BOB)[0]?.state).to.equal('sent');
      expect(store.value.get(BOB)?.unread).to.equal(0);
    });

    it('that was given up is gone, and its id is free; what the server has cannot be', () => {
      const store = storeAfter(queued('o1'), queued('o2'));
      store.apply({ kind: 'message-failed', conversation: BOB, id: 'o1', condition: 'gone' });
      store.apply({ kind: 'message-sent', conversation: BOB, id: 'o2' });

      for (const id of ['o1', 'o2', 'o3']) store.apply({ kind: 'message-discarded', conversation: BOB, id });

      expect(bodiesOf(store, BOB)).to.deep.equal(['o2']);
      expect(store.has(queued('o1'))).to.equal(false);
    });

    it('settles nothing that is not there', () => {
      const store = new ConversationsStore();
      const before = store.value;

      store.apply({ kind: 'message-sent', conversation: BOB, id: '1' });

      expect(store.value).to.equal(before);
    });
  });

  describe('the order', () => {
    it('is that of arrival, also where clocks say the same time or another one', () => {
      const store = storeAfter(
        ...['a', 'b', 'c'].map((body, index) => saidInRoom('bob', { id: body, body, at: index === 2 ? 500 : 1000 })),
      );

      expect(bodiesOf(store)).to.deep.equal(['a', 'b', 'c']);
    });

    it('puts what a room tells of old between its neighbours in time', () => {
      const old = (id: string, body: string, at: number) => saidInRoom('bob', { id, body, at, isDelayed: true });
      const store = storeAfter(
        saidInRoom('bob', { id: '1', body: 'early', at: 1000 }),
        saidInRoom('bob', { id: '2', body: 'late', at: 3000 }),
        entering,
        old('3', 'first', 500),
        old('4', 'middle', 2000),
        old('5', 'same time', 2000),
      );

      expect(bodiesOf(store)).to.deep.equal(['first', 'early', 'middle', 'same time', 'late']);
    });

    it('is that of arrival between two, though the server stamps in whole seconds what it sends once more', () => {
      const store = storeAfter(
        received({ id: '1', body: 'on its way when the line was cut', at: 9500 }),
        received({ id: '2', body: 'kept by the server', at: 9000, isDelayed: true }),
        received({ id: '3', body: 'kept too', at: 9000, isDelayed: true }),
      );

      expect(bodiesOf(store, BOB)).to.deep.equal([
        'on its way when the line was cut',
        'kept by the server',
        'kept too',
      ]);
    });

    it('is the room’s after a reconnection, even if our clock is minutes ahead', () => {
      const ahead = 300_000;
      const store = storeAfter(
        saidInRoom('bob', { id: '1', originId: '1', body: '1', at: 1000 + ahead }),
        saidInRoom('bob', { id: '2', originId: '2', body: '2', at: 2000 + ahead }),
        entering,
        saidInRoom('bob', { id: '1', originId: '1', body: '1', at: 1000, isDelayed: true }),
        saidInRoom('bob', { id: '2', originId: '2', body: '2', at: 2000, isDelayed: true }),
        saidInRoom('bob', { id: '3', originId: '3', body: 'missed', at: 3000, isDelayed: true }),
        saidInRoom('bob', { id: '4', originId: '4', body: 'missed too', at: 3000, isDelayed: true }),
        subject,
        saidInRoom('bob', { id: '5', body: 'live', at: 9000 + ahead }),
      );

      expect(bodiesOf(store)).to.deep.equal(['1', '2', 'missed', 'missed too', 'live']);
    });

    it('keeps what is being sent behind what a room tells of before', () => {
      const store = storeAfter(
        entering,
        queuedInRoom('mine', { at: 5000 }),
        saidInRoom('bob', { id: '1', body: 'old', at: 1000, isDelayed: true }),
        saidInRoom('bob', { id: '2', body: 'older', at: 900, isDelayed: true }),
      );

      expect(bodiesOf(store)).to.deep.equal(['old', 'older', 'mine']);
    });

    it('is untouched by what an occupant says in private while the room tells its history', () => {
      const inPrivate = `${ROOM}/bob` as FullJid;
      const store = storeAfter(
        entering,
        saidInRoom('bob', { id: '1', body: '1', at: 1000, isDelayed: true }),
        received({ conversation: inPrivate, from: inPrivate, id: 'p', at: 500, isDelayed: true }),
        saidInRoom('bob', { id: '2', body: '2', at: 900, isDelayed: true }),
      );

      expect(bodiesOf(store)).to.deep.equal(['1', '2']);
    });
  });

  describe('the unread', () => {
    it('are what others said since the reader looked, and which of it names them', () => {
      const store = storeAfter(
        received({ id: '1' }),
        { kind: 'conversation-read', conversation: BOB },
        received({ id: '2', isMention: true }),
        received({ id: '2', isMention: true }),
        received({ id: '3' }),
        queued('mine'),
      );

      expect(store.value.get(BOB)).to.include({ unread: 2, mentions: 1 });
      expect(messagesOf(store, BOB).find(({ key }) => key === store.value.get(BOB)?.firstUnread)?.id).to.equal('2');
    });

    it('are none after the reader looked', () => {
      const store = storeAfter(received({ id: '1', isMention: true }), {
        kind: 'conversation-read',
        conversation: BOB,
      });
      const before = store.value;

      store.apply({ kind: 'conversation-read', conversation: BOB });

      expect(store.value.get(BOB)).to.include({ unread: 0, mentions: 0, firstUnread: undefined });
      expect(store.value).to.equal(before);
    });

    it('include what came by while we were away, but not what a room tells every newcomer', () => {
      const history = ['1', '2', '3'].map((id, index) =>
        saidInRoom('bob', { id, originId: id, at: index, isDelayed: true, isMention: true }),
      );
      const store = storeAfter(entering, ...history.slice(0, 2), subject);
      expect(store.value.get(ROOM)?.unread).to.equal(0);

      for (const event of [entering, ...history, subject]) store.apply(event);

      expect(store.value.get(ROOM)).to.include({ unread: 1, mentions: 1, firstUnread: messagesOf(store).at(-1)?.key });
    });

    it('do not include what a room tells of before the last thing that we had', () => {
      const store = storeAfter(
        saidInRoom('bob', { id: '2', originId: '2', at: 2000 }),
        { kind: 'conversation-read', conversation: ROOM },
        entering,
        saidInRoom('bob', { id: '1', originId: '1', at: 1000, isDelayed: true }),
        saidInRoom('bob', { id: '2', originId: '2', at: 2000, isDelayed: true }),
      );

      expect(bodiesOf(store)).to.have.length(2);
      expect(store.value.get(ROOM)?.unread).to.equal(0);
    });

    it('include a contact’s messages that the server kept for us', () => {
      const store = storeAfter(received({ isDelayed: true }));

      expect(store.value.get(BOB)?.unread).to.equal(1);
    });
  });

  describe('a flood of strangers', () => {
    const from = (index: number): MessageReceived => {
      const jid = `r${index}@evil.example` as BareJid;
      return received({ conversation: jid, from: `${jid}/x` as FullJid, id: '1', body: 'spam' });
    };
    const occupant = (index: number): MessageReceived => {
      const jid = `${ROOM}/n${index}` as FullJid;
      return received({ conversation: jid, from: jid, id: '1', body: 'spam' });
    };

    it('begins no more conversations than a reader could look at (flood-02)', () => {
      const store = storeAfter(
        ...Array.from({ length: 5000 }, (_, index) => (index % 2 ? from(index) : occupant(index))),
      );

      expect(store.value.size).to.equal(200);
      expect(store.accepts(from(9999))).to.equal(false);
    });

    it('does not keep out contacts, rooms, and whom we write to', () => {
      const store = storeAfter({
        kind: 'roster-received',
        items: [{ jid: BOB, name: '', groups: [], subscription: 'both', isPending: false }],
      });
      for (let index = 0; index < 300; index += 1) store.apply(from(index));

      store.apply(received());
      store.apply(saidInRoom('bob'));
      store.apply(queued('1', { conversation: from(900).conversation }));
      store.apply(from(900));
      store.apply({
        kind: 'roster-pushed',
        item: { jid: 'carol@example.org' as BareJid, name: '', groups: [], subscription: 'none', isPending: false },
        isRemoved: false,
      });
      store.apply(received({ conversation: 'carol@example.org' as BareJid, from: 'carol@example.org' as BareJid }));

      expect(store.value.size).to.equal(204);
      expect(bodiesOf(store, from(900).conversation)).to.deep.equal(['spam', '1']);
    });

    it('lets the next ones in when somebody looks at them', () => {
      const store = storeAfter(...Array.from({ length: 201 }, (_, index) => from(index)));

      store.apply({ kind: 'conversation-read', conversation: from(0).conversation });
      store.apply(from(300));
      store.apply({ ...from(1), id: 'answer', isOwn: true });
      store.apply(from(301));

      expect(store.value.size).to.equal(202);
    });
  });

  describe('notices', () => {
    it('of comings and goings without a word between them are one', () => {
      const store = storeAfter(
        came('a', { isNew: true }),
        came('b', { isNew: true }),
        came('c'),
        went('x'),
        saidInRoom('a', { id: '1' }),
        went('b'),
      );

      expect(noticesOf(store)).to.deep.equal([
        { type: 'traffic', joined: ['a', 'b'], left: ['x'] },
        { type: 'traffic', joined: [], left: ['b'] },
      ]);
    });

    it('of comings and goings stay one while a message of ours is being sent', () => {
      const store = storeAfter(queuedInRoom('mine'), came('a', { isNew: true }), came('b', { isNew: true }));

      expect(noticesOf(store)).to.deep.equal([{ type: 'traffic', joined: ['a', 'b'], left: [] }]);
      expect(store.value.get(ROOM)?.entries.at(-1)?.kind).to.equal('message');
    });

    it('do not pile up where somebody comes and goes all day', () => {
      const store = storeAfter(came('b', { isNew: true }));
      for (let index = 0; index < 50; index += 1)
        [came('a', { isNew: true }), went('a')].forEach((event) => store.apply(event));

      expect(noticesOf(store)).to.deep.equal([{ type: 'traffic', joined: ['b'], left: [] }]);

      store.apply(went('b'));

      expect(noticesOf(store)).to.deep.equal([]);
    });

    it('tell who was removed, who goes by another name, what it is about and what the room says', () => {
      const store = storeAfter(
        went('a', { reason: 'kicked', text: 'spam' }),
        went('hecate', { isSelf: true, reason: 'kicked' }),
        { kind: 'nick-changed', room: ROOM, nick: 'b', newNick: 'c', isSelf: false },
        subject,
        { kind: 'subject-changed', room: ROOM, subject: 'Cats', nick: 'c' },
        { kind: 'room-notice', room: ROOM, text: 'Maintenance at noon', statusCodes: [], at: 5 },
        { kind: 'room-notice', room: ROOM, text: '', statusCodes: [104], at: 5 },
        // Servers say the same once more, or it in two stanzas.
        { kind: 'room-notice', room: ROOM, text: '', statusCodes: [104], at: 5 },
        { kind: 'room-notice', room: ROOM, text: '', statusCodes: [170, 103], at: 5 },
        { kind: 'room-notice', room: ROOM, text: '', statusCodes: [102, 999], at: 5 },
      );

      expect(noticesOf(store)).to.deep.equal([
        { type: 'removed', nick: 'a', reason: 'kicked', text: 'spam' },
        { type: 'renamed', nick: 'b', newNick: 'c' },
        { type: 'subject', nick: 'c', subject: 'Cats' },
        { type: 'room', text: 'Maintenance at noon' },
        { type: 'settings', codes: [104] },
        { type: 'settings', codes: [170] },
      ]);
    });
  });

  it('forgets everything when the person signs out', () => {
    const store = storeAfter(received({ id: '1' }), { kind: 'signed-out' });

    expect(store.value.size).to.equal(0);
    expect(store.has(received({ id: '1' }))).to.equal(false);
  });

  it('has the last message that the server knows, not one that is still being sent', () => {
    const store = storeAfter(saidInRoom('bob', { id: '1', body: 'there' }), queuedInRoom('mine'), went('x'));
    store.apply({ kind: 'message-failed', conversation: ROOM, id: 'mine', condition: 'offline' });

    expect(store.latest(ROOM)?.body).to.equal('there');
    expect(store.latest(BOB)).to.equal(undefined);
  });

  it('shows each of n messages once, and ours in the order of their echoes, however copies of them interleave', () => {
    const count = fc.integer({ min: 1, max: 12 });
    // Each message has a live copy (an echo, if it is ours) and is told again by the history of each later entry.
    const scenario = fc.record({
      isOwn: fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
      hasOriginId: fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
      hasArchive: fc.boolean(),
      hasOccupantIds: fc.boolean(),
      clockSkew: fc.integer({ min: -400, max: 400 }),
      n: count,
      // After how many live messages we come in again, and what we missed by then.
      entries: fc.array(fc.record({ after: count, missed: fc.integer({ min: 0, max: 3 }) }), { maxLength: 4 }),
      repeats: fc.array(fc.nat({ max: 11 }), { maxLength: 8 }),
    });
    fc.assert(
      fc.property(scenario, ({ isOwn, hasOriginId, hasArchive, hasOccupantIds, clockSkew, n, entries, repeats }) => {
        const store = new ConversationsStore();
        const copy = (index: number, isDelayed: boolean): MessageReceived =>
          saidInRoom(isOwn[index] ? 'hecate' : `n${index % 3}`, {
            id: `id${index}`,
            originId: isOwn[index] || hasOriginId[index] ? `id${index}` : undefined,
            stanzaId: hasArchive ? `s${index}` : undefined,
            body: `${index}`,
            isOwn: isOwn[index] === true && (!isDelayed || hasOccupantIds),
            occupantId: hasOccupantIds ? (isOwn[index] ? 'me' : `them${index % 3}`) : undefined,
            isDelayed,
            at: index * 100 + (isDelayed ? 0 : clockSkew),
          });
        // All of ours are written at the start, in any order of arrival.
        for (let index = 0; index < n; index += 1) {
          if (isOwn[index]) store.apply(queuedInRoom(`id${index}`, { body: `${index}`, at: index }));
        }
        let at = 0;
        while (at < n) {
          const again = entries.find(({ after }) => after === at);
          if (again) {
            store.apply(entering);
            const end = Math.min(n, at + again.missed);
            for (let index = Math.max(0, at - 5); index < end; index += 1) store.apply(copy(index, true));
            store.apply(subject);
            at = Math.max(at, end);
            if (at >= n) break;
          }
          store.apply(copy(at, false));
          for (const index of repeats) if (index <= at) store.apply(copy(index, false));
          at += 1;
        }

        expect(bodiesOf(store)).to.deep.equal(Array.from({ length: n }, (_, index) => `${index}`));
        expect(new Set(messagesOf(store).map(({ key }) => key)).size).to.equal(n);
        expect(messagesOf(store).every(({ state }) => state === 'sent' || state === 'received')).to.equal(true);
      }),
      { numRuns: 500 },
    );
  });

  it('takes the 20,000th message as it took the first', () => {
    const store = new ConversationsStore();
    store.apply(entering);
    const message = (index: number, isDelayed = false) =>
      saidInRoom(`n${index % 50}`, {
        id: `${index}`,
        originId: `${index}`,
        stanzaId: `s${index}`,
        at: index,
        isDelayed,
      });

    for (let index = 0; index < 20_000; index += 1) store.apply(message(index));
    for (let again = 0; again < 20; again += 1) {
      store.apply(entering);
      for (let index = 19_900; index < 20_000; index += 1) store.apply(message(index, true));
    }

    expect(messagesOf(store)).to.have.length(20_000);
  });
});
