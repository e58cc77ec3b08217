import { expect } from '@open-wc/testing';
import type { BareJid, FullJid, Jid } from '../../src/core/jid.js';
import type { ArchivePageReceived, DomainEvent, MessageReceived } from '../../src/protocol/events.js';
import { ConversationsStore } from '../../src/stores/conversations-store.js';
import type { Entry } from '../../src/stores/entries.js';
import { after, ALICE, BOB, page, queued, queuedInRoom, received, ROOM, saidInRoom } from '../support/events.js';

const ACCOUNT = 'alice@example.org' as BareJid;
const CAROL = 'carol@example.org' as BareJid;
const behind: DomainEvent = { kind: 'archives-behind', account: ACCOUNT };
const entering: DomainEvent = { kind: 'room-entering', room: ROOM, nick: 'hecate', isByArchive: true };

/** Bob's message with this archive id, as it came. */
const live = (id: string, differences: Partial<MessageReceived> = {}) =>
  received({ id, body: id, stanzaId: `s${id}`, ...differences });
/** As the archive has it. */
const kept = (id: string, differences: Partial<MessageReceived> = {}) => live(id, { isDelayed: true, ...differences });
const keptOfUs = (id: string) => kept(id, { from: ALICE, isOwn: true, originId: id });
const ofCarol: Partial<MessageReceived> = { conversation: CAROL, from: `${CAROL}/x` as FullJid };
const inRoom = (id: string, differences: Partial<MessageReceived> = {}) =>
  saidInRoom('crone', { id, body: id, stanzaId: `r${id}`, ...differences });
const keptInRoom = (id: string, differences: Partial<MessageReceived> = {}) =>
  inRoom(id, { isDelayed: true, ...differences });
const roomPage = (messages: readonly MessageReceived[], differences: Partial<ArchivePageReceived> = {}) =>
  page(messages, { archive: ROOM, isAccount: false, ...differences });

const storeAfter = (...events: DomainEvent[]) => after(new ConversationsStore(), ...events);
const entriesIn = (store: ConversationsStore, jid: Jid = BOB): readonly Entry[] => store.value.get(jid)?.entries ?? [];
/** What is read, a gap as “…”. */
const shownIn = (store: ConversationsStore, jid?: Jid) =>
  entriesIn(store, jid)
    .map((entry) => (entry.kind === 'message' ? entry.body : '…'))
    .join(' ');
const statesIn = (store: ConversationsStore, jid?: Jid) =>
  entriesIn(store, jid).map((entry) => entry.kind === 'message' && entry.state);
const gapIn = (store: ConversationsStore, jid?: Jid) =>
  entriesIn(store, jid).find(({ kind }) => kind === 'gap')?.key ?? 'none';
const firstUnreadIn = (store: ConversationsStore, jid: Jid = BOB) => {
  const conversation = store.value.get(jid);
  const entry = conversation?.entries.find(({ key }) => key === conversation.firstUnread);
  return entry?.kind === 'message' ? entry.body : undefined;
};

describe('What an archive tells', () => {
  describe('of what we missed', () => {
    it('stands behind what we had and before what came in between', () => {
      const store = storeAfter(
        live('1'),
        behind,
        live('5'),
        page([kept('2'), kept('3'), kept('4')], { isComplete: true }),
      );

      expect(shownIn(store)).to.equal('1 2 3 4 5');
    });

    it('is not shown twice where it came live, too', () => {
      const store = storeAfter(
        live('1'),
        behind,
        live('4'),
        live('5'),
        page([kept('2'), kept('3'), kept('4'), kept('5')], { isComplete: true }),
        live('6'),
      );

      expect(shownIn(store)).to.equal('1 2 3 4 5 6');
    });

    it('comes in as many pages as it takes', () => {
      const store = storeAfter(
        live('1'),
        behind,
        page([kept('2'), kept('3')]),
        live('8'),
        page([kept('4'), kept('5')]),
        live('9'),
        page([kept('6'), kept('7'), kept('8')], { isComplete: true }),
      );

      expect(shownIn(store)).to.equal('1 2 3 4 5 6 7 8 9');
    });

    it('comes in order where the conversation is new to us, and takes several pages', () => {
      const store = storeAfter(behind, page([kept('1'), kept('2')]), live('5'), page([kept('3'), kept('4')]));

      expect(shownIn(store)).to.equal('1 2 3 4 5');
    });

    it('is of each conversation what was said there', () => {
      const store = storeAfter(
        live('1'),
        behind,
        page([kept('2'), kept('a', ofCarol), kept('3'), kept('b', ofCarol)]),
        page([kept('c', ofCarol), kept('4')], { isComplete: true }),
      );

      expect([shownIn(store), shownIn(store, CAROL)]).to.deep.equal(['1 2 3 4', 'a b c']);
    });

    it('is in the archive’s order, also where the server brought some of it before by itself', () => {
      const store = storeAfter(
        live('1'),
        behind,
        kept('2', { stanzaId: undefined }),
        kept('4', { stanzaId: undefined }),
        page([kept('2'), keptOfUs('3'), kept('4')], { isComplete: true }),
      );

      expect(shownIn(store)).to.equal('1 2 3 4');
    });

    it('stands behind what came last, though it begins with something that we wrote before that', () => {
      const ours: Partial<MessageReceived> = { from: ALICE, isOwn: true, originId: '2' };
      // The server had those of others before it had ours.
      const before = [live('1'), live('2', ours), live('3'), live('4'), behind];

      const store = storeAfter(...before, page([kept('2', ours), kept('5'), kept('6')], { isComplete: true }));

      expect(shownIn(store)).to.equal('1 2 3 4 5 6');
    });

    it('stands behind what we said last, which stays where it is', () => {
      const sent = (id: string) => ({ kind: 'message-sent', conversation: BOB, id }) as const;

      const store = storeAfter(
        ...[queued('a'), sent('a'), live('1'), live('2'), queued('b'), sent('b'), behind, live('3')],
        page([keptOfUs('b'), kept('3'), kept('4')], { isComplete: true }),
      );

      expect(shownIn(store)).to.equal('a 1 2 b 3 4');
    });

    it('is in order around what we wrote, which stays where it is', () => {
      const ours = live('a', { from: ALICE, isOwn: true, originId: 'a' });

      const store = storeAfter(
        ...[live('1'), behind, live('4'), ours, live('2')],
        page([{ ...ours, isDelayed: true }, kept('2'), kept('3'), kept('4')], { isComplete: true }),
      );

      expect(shownIn(store)).to.equal('1 2 3 4 a');
    });

    it('goes on in order where the stream breaks in between', () => {
      const store = storeAfter(
        live('1'),
        behind,
        page([kept('2')]),
        live('5'),
        live('a', ofCarol),
        behind,
        live('6'),
        page([kept('3'), kept('4'), kept('9', ofCarol), kept('5'), kept('6')], { isComplete: true }),
      );

      expect([shownIn(store), shownIn(store, CAROL)]).to.deep.equal(['1 2 3 4 5 6', '9 a']);
    });

    it('goes on behind the last message where all had been told before', () => {
      const store = storeAfter(
        live('1'),
        behind,
        page([kept('2')], { isComplete: true }),
        live('3'),
        behind,
        live('5'),
        page([kept('4')], { isComplete: true }),
      );

      expect(shownIn(store)).to.equal('1 2 3 4 5');
    });

    it('gives a message that we had the archive’s name, and changes no word of it', () => {
      const store = storeAfter(
        queued('mine'),
        { kind: 'message-sent', conversation: BOB, id: 'mine' },
        behind,
        page([kept('mine', { from: ALICE, isOwn: true, originId: 'mine', body: 'another' })], { isComplete: true }),
      );

      expect(entriesIn(store)).to.have.length(1);
      expect(entriesIn(store)[0]).to.include({ key: 'mine', stanzaId: 'smine', body: 'mine', isDelayed: false });
    });
  });

  describe('of a message of ours that waits', () => {
    it('makes it sent, where the archive has it', () => {
      const store = storeAfter(
        live('1'),
        queued('mine'),
        queued('later'),
        behind,
        live('4'),
        page([kept('2'), keptOfUs('mine'), kept('3')], { isComplete: true }),
      );

      expect(shownIn(store)).to.equal('1 2 mine 3 4 later');
      expect(statesIn(store)).to.deep.equal(['received', 'received', 'sent', 'received', 'received', 'sending']);
    });

    it('makes it sent that was thought to have failed', () => {
      const store = storeAfter(
        queued('mine'),
        { kind: 'message-failed', conversation: BOB, id: 'mine', condition: 'remote-server-timeout' },
        behind,
        page([keptOfUs('mine')], { isComplete: true }),
      );

      expect(entriesIn(store)[0]).to.include({ state: 'sent', condition: undefined, stanzaId: 'smine' });
    });

    it('is known in a room’s archive, though that does not prove that it was we', () => {
      const store = storeAfter(
        inRoom('1'),
        queuedInRoom('mine'),
        entering,
        roomPage([keptInRoom('2'), keptInRoom('mine', { from: `${ROOM}/hecate` as FullJid, originId: 'mine' })]),
      );

      expect(shownIn(store, ROOM)).to.equal('1 2 mine');
      expect(entriesIn(store, ROOM)[2]).to.include({ isOwn: true, state: 'sent' });
    });
  });

  describe('of too much', () => {
    const missed = (...more: DomainEvent[]) =>
      storeAfter(
        live('1'),
        live('a', ofCarol),
        behind,
        page([kept('2'), kept('3')]),
        live('9'),
        page([kept('7'), kept('8')], { part: 'latest', isAfterGap: true }),
        ...more,
      );

    it('leaves a gap between the beginning and the end of it, in every conversation', () => {
      expect([shownIn(missed()), shownIn(missed(), CAROL)]).to.deep.equal(['1 2 3 … 7 8 9', 'a …']);
    });

    it('leaves a gap where the conversation began meanwhile', () => {
      const store = storeAfter(
        live('1'),
        behind,
        page([kept('a', ofCarol)]),
        page([kept('c', ofCarol)], { part: 'latest', isAfterGap: true }),
      );

      expect(shownIn(store, CAROL)).to.equal('a … c');
    });

    it('leaves none where nothing came before', () => {
      expect(shownIn(storeAfter(behind, page([kept('1')], { part: 'latest', isAfterGap: true })))).to.equal('1');
    });

    it('leaves none where the archive is new to us', () => {
      expect(shownIn(storeAfter(live('1'), behind, page([kept('1'), kept('2')], { part: 'latest' })))).to.equal('1 2');
    });

    it('is told page by page when somebody asks for it, and the gap is gone when it joins', () => {
      const store = missed();
      const gap = gapIn(store);

      store.apply(page([kept('4')], { part: 'gap', conversation: BOB, gap }));
      expect(shownIn(store)).to.equal('1 2 3 4 … 7 8 9');
      store.apply(live('10'));
      store.apply(page([kept('5'), kept('6'), kept('7'), kept('8')], { part: 'gap', conversation: BOB, gap }));

      expect(shownIn(store)).to.equal('1 2 3 4 5 6 7 8 9 10');
      expect(shownIn(store, CAROL)).to.equal('a …');
    });

    it('was nothing in the other conversation', () => {
      const store = missed();

      store.apply(page([], { part: 'gap', conversation: CAROL, gap: gapIn(store, CAROL), isComplete: true }));

      expect(shownIn(store, CAROL)).to.equal('a');
      expect(shownIn(store)).to.equal('1 2 3 … 7 8 9');
    });

    it('is told from its end where the archive has thrown away what it would begin with', () => {
      const store = missed();
      const gap = gapIn(store);
      const backwards = { part: 'gap', conversation: BOB, gap, isAfterGap: true } as const;

      store.apply(page([kept('5'), kept('6')], backwards));
      expect(shownIn(store)).to.equal('1 2 3 … 5 6 7 8 9');
      expect(store.value.get(BOB)).to.include({ unread: 6 });
      store.apply(page([kept('4')], { ...backwards, isComplete: true }));

      expect(shownIn(store)).to.equal('1 2 3 4 5 6 7 8 9');
    });

    it('joins from its end, too, where both know the same', () => {
      const store = missed();
      const gap = gapIn(store);

      store.apply(page([kept('3'), kept('4'), kept('5')], { part: 'gap', conversation: BOB, gap, isAfterGap: true }));

      expect(shownIn(store)).to.equal('1 2 3 4 5 7 8 9');
    });

    it('is told around what we wrote meanwhile, which takes its place there and does not end it', () => {
      const store = missed();
      store.apply(queued('x'));
      store.apply({ kind: 'message-sent', conversation: BOB, id: 'x' });
      expect(shownIn(store)).to.equal('1 2 3 … 7 8 9 x');
      const gap = gapIn(store);

      store.apply(page([kept('4'), keptOfUs('x')], { part: 'gap', conversation: BOB, gap }));
      expect(shownIn(store)).to.equal('1 2 3 4 x … 7 8 9');
      store.apply(page([kept('5'), kept('6'), kept('7')], { part: 'gap', conversation: BOB, gap }));

      expect(shownIn(store)).to.equal('1 2 3 4 x 5 6 7 8 9');
      expect(entriesIn(store).filter((entry) => entry.kind === 'message' && entry.id === 'x')).to.have.length(1);
    });

    it('is told into no gap that is not there', () => {
      const store = missed();

      store.apply(page([kept('4')], { part: 'gap', conversation: BOB, gap: 'none', isComplete: true }));

      expect(shownIn(store)).to.contain('…').and.contain('4');
    });
  });

  describe('of what was before', () => {
    it('stands before all', () => {
      const store = storeAfter(live('5'), queued('mine'));

      store.apply(page([kept('3'), kept('4')], { part: 'older', conversation: BOB }));
      store.apply(page([kept('1'), kept('2')], { part: 'older', conversation: BOB, isComplete: true }));

      expect(shownIn(store)).to.equal('1 2 3 4 5 mine');
    });

    it('joins what we have where both know the same', () => {
      const store = storeAfter(live('3'), live('4'));

      store.apply(page([kept('1'), kept('2'), kept('3')], { part: 'older', conversation: BOB }));

      expect(shownIn(store)).to.equal('1 2 3 4');
    });

    it('stands before all in a room, whatever clocks say', () => {
      const store = storeAfter(inRoom('3', { at: 1 }));

      store.apply(roomPage([keptInRoom('1', { at: 5000 }), keptInRoom('2', { at: 6000 })], { part: 'older' }));

      expect(shownIn(store, ROOM)).to.equal('1 2 3');
    });

    it('begins a conversation that we had nothing of', () => {
      const store = storeAfter(page([kept('1'), kept('2')], { part: 'older', conversation: BOB }));

      expect(shownIn(store)).to.equal('1 2');
    });
  });

  describe('and the unread', () => {
    it('count what we missed', () => {
      const store = storeAfter(
        live('1'),
        { kind: 'conversation-read', conversation: BOB },
        behind,
        page([kept('2', { isMention: true }), kept('3')], { isComplete: true }),
      );

      expect(store.value.get(BOB)).to.include({ unread: 2, mentions: 1 });
      expect(firstUnreadIn(store)).to.equal('2');
    });

    it('count each once that came live, too', () => {
      const store = storeAfter(live('1'), behind, live('2'), page([kept('2')], { isComplete: true }));

      expect(store.value.get(BOB)).to.include({ unread: 2 });
    });

    it('begin with the first one missed, though another came live before it', () => {
      const store = storeAfter(
        live('1'),
        { kind: 'conversation-read', conversation: BOB },
        behind,
        live('4'),
        page([kept('2'), kept('3')], { isComplete: true }),
      );

      expect(store.value.get(BOB)).to.include({ unread: 3 });
      expect(firstUnreadIn(store)).to.equal('2');
    });

    it('do not count what is old: the first page of an archive, older ones, and gaps', () => {
      const store = storeAfter(
        behind,
        page([kept('5'), kept('a', ofCarol)], { part: 'latest' }),
        page([kept('1', { isMention: true })], { part: 'older', conversation: BOB }),
        page([kept('2')], { part: 'gap', conversation: BOB, gap: 'none' }),
      );

      expect(store.value.get(BOB)).to.include({ unread: 0, mentions: 0, firstUnread: undefined });
      expect(store.value.get(CAROL)?.unread).to.equal(0);
    });

    it('count the end of the archive where too much was missed', () => {
      const store = storeAfter(live('1'), behind, page([kept('8'), kept('9')], { part: 'latest', isAfterGap: true }));

      expect(store.value.get(BOB)?.unread).to.equal(3);
    });

    it('are none before what another client of ours has said', () => {
      const store = storeAfter(
        live('1'),
        behind,
        page([kept('2', { isMention: true }), keptOfUs('3'), kept('4')], { isComplete: true }),
      );

      expect(store.value.get(BOB)).to.include({ unread: 1, mentions: 0 });
      expect(firstUnreadIn(store)).to.equal('4');
    });

    it('are still those that came after what another client of ours has said', () => {
      const store = storeAfter(
        live('1'),
        behind,
        live('5', { isMention: true }),
        page([kept('2'), keptOfUs('3'), kept('4')], { isComplete: true }),
      );

      expect(store.value.get(BOB)).to.include({ unread: 2, mentions: 1 });
      expect(firstUnreadIn(store)).to.equal('4');
    });

    it('stay where an older message of ours comes in', () => {
      const store = storeAfter(live('5'), page([keptOfUs('1')], { part: 'older', conversation: BOB }));

      expect(store.value.get(BOB)).to.include({ unread: 1 });
      expect(firstUnreadIn(store)).to.equal('5');
    });

    it('count in a room as they do between two', () => {
      const store = storeAfter(
        inRoom('1'),
        { kind: 'conversation-read', conversation: ROOM },
        entering,
        inRoom('4'),
        roomPage([keptInRoom('2', { isMention: true }), keptInRoom('3')], { isComplete: true }),
        roomPage([keptInRoom('0', { isMention: true })], { part: 'older' }),
      );

      expect(shownIn(store, ROOM)).to.equal('0 1 2 3 4');
      expect(store.value.get(ROOM)).to.include({ unread: 3, mentions: 1 });
    });
  });

  describe('of a room', () => {
    it('stands behind what we had and before what came in between', () => {
      const store = storeAfter(
        inRoom('1'),
        entering,
        { kind: 'subject-changed', room: ROOM, subject: 'Brews', nick: '' },
        inRoom('4'),
        roomPage([keptInRoom('2'), keptInRoom('3'), keptInRoom('4')], { isComplete: true }),
      );

      expect(shownIn(store, ROOM)).to.equal('1 2 3 4');
    });

    it('puts right what the room handed out in another order meanwhile, what we said among it', () => {
      const ours = inRoom('a', { isOwn: true });

      const store = storeAfter(
        ...[inRoom('1'), behind, inRoom('4'), ours, inRoom('2'), inRoom('3')],
        roomPage([{ ...ours, isDelayed: true }, keptInRoom('2'), keptInRoom('3'), keptInRoom('4')], {
          isComplete: true,
        }),
      );

      expect(shownIn(store, ROOM)).to.equal('1 a 2 3 4');
    });

    it('is in order where the room tells some of it by itself, though it was asked not to', () => {
      const store = storeAfter(
        inRoom('1'),
        entering,
        keptInRoom('4', { at: 4000 }),
        keptInRoom('5', { at: 5000 }),
        roomPage(
          [2, 3, 4, 5].map((id) => keptInRoom(`${id}`, { at: id * 1000 })),
          { isComplete: true },
        ),
      );

      expect(shownIn(store, ROOM)).to.equal('1 2 3 4 5');
    });

    it('goes on in order where the stream breaks in between', () => {
      const store = storeAfter(
        inRoom('1'),
        entering,
        roomPage([keptInRoom('2')]),
        inRoom('4'),
        behind,
        entering,
        inRoom('5'),
        roomPage([keptInRoom('3'), keptInRoom('4')], { isComplete: true }),
      );

      expect(shownIn(store, ROOM)).to.equal('1 2 3 4 5');
    });

    it('says nothing of private conversations, and ours nothing of rooms', () => {
      const store = storeAfter(
        live('1'),
        inRoom('1'),
        behind,
        entering,
        roomPage([keptInRoom('8')], { part: 'latest', isAfterGap: true }),
      );
      expect([shownIn(store), shownIn(store, ROOM)]).to.deep.equal(['1', '1 … 8']);

      store.apply(page([kept('8')], { part: 'latest', isAfterGap: true }));

      expect([shownIn(store), shownIn(store, ROOM)]).to.deep.equal(['1 … 8', '1 … 8']);
    });
  });

  describe('of strangers', () => {
    it('begins no more conversations than a reader could look at', () => {
      const from = (index: number) => {
        const jid = `r${index}@evil.example` as BareJid;
        return kept(`${index}`, { conversation: jid, from: `${jid}/x` as FullJid });
      };
      const store = storeAfter(behind, page(Array.from({ length: 300 }, (_, index) => from(index))));

      expect(store.value.size).to.equal(200);
    });
  });

  it('is forgotten with all the rest when the person signs out', () => {
    const store = storeAfter(live('1'), behind, page([kept('2')]), { kind: 'signed-out' }, live('5'));

    store.apply(page([kept('3')]));

    expect(shownIn(store)).to.equal('3 5');
  });
});
