import { expect } from '@open-wc/testing';
import type { Jid } from '../../src/core/jid.js';
import type { AvatarChanged } from '../../src/protocol/events.js';
import { AvatarsStore } from '../../src/stores/avatars-store.js';
import { after, ALICE, BOB, ROOM, went } from '../support/events.js';

const changed = (hash: string | undefined, differences: Partial<AvatarChanged> = {}): AvatarChanged => ({
  kind: 'avatar-changed',
  jid: BOB,
  hash,
  source: 'vcard',
  ...differences,
});
const CAT = `${ROOM}/cat` as Jid;
const hashes = ({ value }: AvatarsStore) => Object.fromEntries([...value.byJid].map(([jid, { hash }]) => [jid, hash]));

describe('Who has which picture', () => {
  it('is what they said last', () => {
    const store = after(new AvatarsStore(), changed('a'), changed('b'), changed('c', { jid: CAT }));

    expect(hashes(store)).to.deep.equal({ [BOB]: 'b', [CAT]: 'c' });
  });

  it('is not unsaid by the older kind where the newer one says it', () => {
    const store = after(new AvatarsStore(), changed('a', { source: 'pep' }), changed(undefined));

    expect(hashes(store)).to.deep.equal({ [BOB]: 'a' });
    expect(hashes(after(store, changed(undefined, { source: 'pep' })))).to.deep.equal({});
  });

  it('is not unsaid by what a room is, unless that has said it', () => {
    const none = changed(undefined, { jid: ROOM, source: 'disco' });

    expect(hashes(after(new AvatarsStore(), changed('a', { jid: ROOM }), none))).to.deep.equal({ [ROOM]: 'a' });
    expect(hashes(after(new AvatarsStore(), changed('a', { jid: ROOM, source: 'disco' }), none))).to.deep.equal({});
  });

  it('is forgotten of who leaves a room, and of all occupants with a new stream', () => {
    const store = after(new AvatarsStore(), changed('a'), changed('c', { jid: CAT }), went('cat'));
    expect(hashes(store)).to.deep.equal({ [BOB]: 'a' });

    after(store, changed('c', { jid: CAT }), { kind: 'stream-started', jid: ALICE });

    expect(hashes(store)).to.deep.equal({ [BOB]: 'a' });
  });

  it('is kept of ten thousand, whoever says how often under how many names that they have one', () => {
    const store = after(new AvatarsStore(), changed('a'), changed('c', { jid: CAT }));
    for (let n = 0; n < 9_999; n += 1) store.apply(changed('x', { jid: `${ROOM}/${n}` as Jid }));

    expect(store.value.byJid.size).to.equal(10_000);
    expect([store.value.byJid.has(BOB), store.value.byJid.has(CAT)], 'the one told longest ago went').to.deep.equal([
      false,
      true,
    ]);
  });

  it('is told only when it is another one', () => {
    const store = after(new AvatarsStore(), changed('a'));
    const { value } = store;

    after(store, changed('a'));

    expect(store.value).to.equal(value);
  });
});
