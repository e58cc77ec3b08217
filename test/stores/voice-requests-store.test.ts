import { expect } from '@open-wc/testing';
import type { BareJid } from '../../src/core/jid.js';
import type { DomainEvent, Role } from '../../src/protocol/events.js';
import { VoiceRequestsStore } from '../../src/stores/voice-requests-store.js';
import { after, ALICE } from '../support/events.js';

const ROOM = 'coven@chat.example.org' as BareJid;
const asked = (nick: string): DomainEvent => ({ kind: 'voice-requested', room: ROOM, nick });
const became = (nick: string, role: Role): DomainEvent => ({
  kind: 'occupant-changed',
  room: ROOM,
  occupant: { nick, role, affiliation: 'none', show: 'available', status: '' },
  isSelf: false,
  statusCodes: [],
});
const left = (nick: string, isSelf = false): DomainEvent => ({
  kind: 'occupant-left',
  room: ROOM,
  nick,
  isSelf,
  reason: 'left',
});

describe('VoiceRequestsStore', () => {
  const store = (...events: DomainEvent[]) => after(new VoiceRequestsStore(), ...events);
  const nicks = ({ value }: VoiceRequestsStore) => (value.get(ROOM) ?? []).map(({ nick }) => nick);

  it('has who asks, each once', () => {
    expect(nicks(store(asked('a'), asked('b'), asked('a')))).to.deep.equal(['b', 'a']);
  });

  it('forgets who is answered, by us or by another moderator, and who leaves', () => {
    const settled: DomainEvent = { kind: 'voice-request-settled', room: ROOM, nick: 'a' };
    const all = [asked('a'), asked('b'), asked('c'), asked('d')];

    expect(nicks(store(...all, settled, became('b', 'participant'), left('c'), became('d', 'visitor')))).to.deep.equal([
      'd',
    ]);
  });

  it('goes by the nick that somebody has now', () => {
    const renamed: DomainEvent = { kind: 'nick-changed', room: ROOM, nick: 'a', newNick: 'z', isSelf: false };

    expect(nicks(store(asked('a'), renamed))).to.deep.equal(['z']);
  });

  it('forgets all when we are out, at a new stream, and when somebody signs out', () => {
    for (const end of [
      left('me', true),
      { kind: 'stream-started', jid: ALICE } as const,
      { kind: 'signed-out' } as const,
    ])
      expect(store(asked('a'), end).value.size).to.equal(0);
    expect(store(asked('a'), { kind: 'stream-started', jid: ALICE, isResumed: true }).value.size).to.equal(1);
  });

  it('keeps no more than anybody could look at', () => {
    expect(nicks(store(...Array.from({ length: 1000 }, (_, index) => asked(`n${index}`))))).to.have.length(50);
  });
});
