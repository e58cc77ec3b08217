import { expect } from '@open-wc/testing';
import type { FullJid, Jid } from '../../src/core/jid.js';
import { BlockedStore } from '../../src/stores/blocked-store.js';
import { BOB, after } from '../support/events.js';

const EVIL = 'evil.example' as Jid;
const MALLORY = 'mallory@evil.example' as Jid;

describe('BlockedStore', () => {
  it('knows no list before the server has told one', () => {
    expect(new BlockedStore().value).to.deep.equal({ isOffered: false, jids: new Set() });
  });

  it('follows what is blocked and unblocked', () => {
    const store = after(
      new BlockedStore(),
      { kind: 'blocklist-received', takesReports: false, jids: [BOB] },
      { kind: 'blocked', jids: [EVIL, MALLORY] },
      { kind: 'unblocked', jids: [BOB] },
    );
    expect(store.value).to.deep.equal({ isOffered: true, takesReports: false, jids: new Set([EVIL, MALLORY]) });

    after(store, { kind: 'unblocked', jids: undefined });
    expect(store.value).to.deep.equal({ isOffered: true, takesReports: false, jids: new Set() });
  });

  it('says by what of the list somebody is blocked', () => {
    const store = after(new BlockedStore(), { kind: 'blocklist-received', jids: [BOB, EVIL] });

    expect(store.by(BOB)).to.equal(BOB);
    expect(store.by(`${BOB}/phone` as FullJid)).to.equal(BOB);
    expect(store.by(MALLORY)).to.equal(EVIL);
    expect(store.by('carol@example.org' as Jid)).to.equal(undefined);
  });

  it('is forgotten after signing out', () => {
    const store = after(new BlockedStore(), { kind: 'blocklist-received', jids: [BOB] }, { kind: 'signed-out' });

    expect(store.value).to.deep.equal({ isOffered: false, jids: new Set() });
  });
});
