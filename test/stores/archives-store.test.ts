import { expect } from '@open-wc/testing';
import type { BareJid } from '../../src/core/jid.js';
import type { ArchivePageReceived, DomainEvent } from '../../src/protocol/events.js';
import { ArchivesStore } from '../../src/stores/archives-store.js';
import { after, BOB, ROOM, page, received, saidInRoom } from '../support/events.js';

const ACCOUNT = 'alice@example.org' as BareJid;
const behind: DomainEvent = { kind: 'archives-behind', account: ACCOUNT };
const entering = (isByArchive?: boolean): DomainEvent => ({
  kind: 'room-entering',
  room: ROOM,
  nick: 'hecate',
  ...(isByArchive && { isByArchive }),
});
const roomPage = (differences: Partial<ArchivePageReceived>) =>
  page([], { archive: ROOM, isAccount: false, ...differences });

const storeAfter = (...events: DomainEvent[]) => after(new ArchivesStore(), ...events);
const accountIn = (store: ArchivesStore) => store.value.byJid.get(ACCOUNT);
const roomIn = (store: ArchivesStore) => store.value.byJid.get(ROOM);

describe('ArchivesStore', () => {
  describe('the place to go on from', () => {
    it('is unknown before the archive has told anything, whatever comes', () => {
      const store = storeAfter(behind, received({ stanzaId: 's1' }));

      expect(accountIn(store)).to.equal(undefined);
    });

    it('is the end of what the archive told', () => {
      const store = storeAfter(behind, page([], { part: 'latest', last: 's9' }));

      expect(accountIn(store)).to.deep.equal({ last: 's9', isCaughtUp: true });
    });

    it('goes along with live messages once we have all', () => {
      const store = storeAfter(
        behind,
        page([], { last: 's1', isComplete: true }),
        received({ stanzaId: 's2' }),
        received({ stanzaId: 's3', isOwn: true }),
      );

      expect(accountIn(store)?.last).to.equal('s3');
    });

    it('is not moved by a live message that comes before the missing ones', () => {
      const store = storeAfter(
        behind,
        page([], { last: 's1', isComplete: true }),
        behind,
        received({ stanzaId: 's300' }),
        page([], { last: 's100' }),
        received({ stanzaId: 's301' }),
      );

      expect(accountIn(store)).to.deep.equal({ last: 's100', isCaughtUp: false });
    });

    it('goes along again after the last missing ones', () => {
      const store = storeAfter(
        behind,
        page([], { last: 's100' }),
        received({ stanzaId: 's300' }),
        page([], { last: 's200', isComplete: true }),
      );
      expect(accountIn(store)).to.deep.equal({ last: 's200', isCaughtUp: true });

      store.apply(received({ stanzaId: 's301' }));

      expect(accountIn(store)?.last).to.equal('s301');
    });

    it('stays where nothing was missed', () => {
      const store = storeAfter(
        behind,
        page([], { last: 's1', isComplete: true }),
        behind,
        page([], { isComplete: true }),
      );

      expect(accountIn(store)).to.deep.equal({ last: 's1', isCaughtUp: true });
    });

    it('is the end of the archive where too much was missed', () => {
      const store = storeAfter(
        behind,
        page([], { last: 's1000' }),
        page([], { part: 'latest', isAfterGap: true, last: 's5000' }),
      );

      expect(accountIn(store)).to.deep.equal({ last: 's5000', isCaughtUp: true });
    });

    it('is not moved by messages without the archive’s id, nor by what the server kept while we were away', () => {
      const store = storeAfter(
        behind,
        page([], { last: 's5', isComplete: true }),
        received({ id: 'x' }),
        received({ stanzaId: 's2', isDelayed: true }),
      );

      expect(accountIn(store)?.last).to.equal('s5');
    });

    it('is not moved by older pages and filled gaps', () => {
      const store = storeAfter(
        behind,
        page([], { last: 's5', isComplete: true }),
        page([], { part: 'older', conversation: BOB, first: 's1', last: 's4' }),
        page([], { part: 'gap', conversation: BOB, first: 's2', last: 's3' }),
      );

      expect(accountIn(store)?.last).to.equal('s5');
    });
  });

  describe('the place to go on from in a room', () => {
    it('comes from what the room itself tells, and goes along', () => {
      const store = storeAfter(
        entering(),
        saidInRoom('crone', { stanzaId: 'r1', isDelayed: true }),
        saidInRoom('crone', { stanzaId: 'r2' }),
      );

      expect(roomIn(store)).to.deep.equal({ last: 'r2', isCaughtUp: true });
    });

    it('waits for the archive where that tells what we missed', () => {
      const store = storeAfter(
        entering(),
        saidInRoom('crone', { stanzaId: 'r2' }),
        entering(true),
        saidInRoom('crone', { stanzaId: 'r300' }),
      );
      expect(roomIn(store)).to.deep.equal({ last: 'r2', isCaughtUp: false });

      store.apply(roomPage({ last: 'r300', isComplete: true }));
      store.apply(saidInRoom('crone', { stanzaId: 'r301' }));

      expect(roomIn(store)).to.deep.equal({ last: 'r301', isCaughtUp: true });
    });

    it('is not taken back by an archive that tells from further back once it has told all', () => {
      const store = storeAfter(behind, page([], { last: 's7', isComplete: true }), page([], { last: 's3' }));

      expect(accountIn(store)).to.deep.equal({ last: 's7', isCaughtUp: true });
    });

    it('is not that of our account, and ours is not the room’s', () => {
      const store = storeAfter(
        behind,
        page([], { last: 's1', isComplete: true }),
        entering(true),
        saidInRoom('crone', { stanzaId: 'r1' }),
        received({ stanzaId: 's2' }),
        roomPage({ last: 'r9', isComplete: true }),
      );

      expect(accountIn(store)?.last).to.equal('s2');
      expect(roomIn(store)?.last).to.equal('r9');
    });
  });

  describe('how far back we have looked', () => {
    it('is told by the oldest page, though it may show nothing', () => {
      const store = storeAfter(page([], { part: 'older', conversation: BOB, first: 's7', last: 's9' }));
      expect(store.value.oldest.get(BOB)).to.equal('s7');

      store.apply(page([], { part: 'older', conversation: BOB, first: 's3', last: 's6' }));

      expect(store.value.oldest.get(BOB)).to.equal('s3');
      expect(store.value.complete.has(BOB)).to.equal(false);
    });

    it('is the beginning where the archive says that there is nothing before', () => {
      const older = page([], { part: 'older', conversation: BOB, isComplete: true });

      expect([...storeAfter(older).value.complete]).to.deep.equal([BOB]);
    });

    it('is the beginning of all where the first page is the whole archive', () => {
      expect([...storeAfter(page([], { part: 'latest', isComplete: true })).value.complete]).to.deep.equal([ACCOUNT]);
    });

    it('is not the beginning where we have all that is new, or where the archive begins after a gap', () => {
      const store = storeAfter(
        page([], { isComplete: true, last: 's1' }),
        page([], { part: 'latest', isComplete: true, isAfterGap: true }),
        page([], { part: 'gap', isComplete: true, conversation: BOB }),
      );

      expect(store.value.complete.size).to.equal(0);
    });
  });

  it('forgets all when the person signs out', () => {
    const store = storeAfter(page([], { part: 'latest', isComplete: true, last: 's1' }), { kind: 'signed-out' });

    const { byJid, complete, oldest } = store.value;
    expect([byJid.size, complete.size, oldest.size]).to.deep.equal([0, 0, 0]);
  });
});
