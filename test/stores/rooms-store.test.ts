import { expect } from '@open-wc/testing';
import type { DomainEvent, OccupantChanged } from '../../src/protocol/events.js';
import { RoomsStore, type Room } from '../../src/stores/rooms-store.js';
import { ALICE, BOB, ROOM, came, occupantOf, went } from '../support/events.js';

const entering: DomainEvent = { kind: 'room-entering', room: ROOM, nick: 'hecate' };

function weCame(differences: Partial<OccupantChanged> = {}): OccupantChanged {
  return came('hecate', { isSelf: true, statusCodes: [110], ...differences });
}

function roomAfter(...events: DomainEvent[]): Room | undefined {
  const store = new RoomsStore();
  for (const event of events) store.apply(event);
  return store.value.get(ROOM);
}

describe('RoomsStore', () => {
  it('knows a room from the moment in which we ask to be let in', () => {
    expect(roomAfter(weCame())).to.equal(undefined);
    expect(roomAfter(entering)).to.include({ state: 'entering', nick: 'hecate', role: 'none' });
  });

  it('has us in as the room says it', () => {
    const occupant = occupantOf('hecate_', { role: 'moderator', affiliation: 'owner' });

    expect(roomAfter(entering, came('bob'), weCame({ occupant, statusCodes: [100, 110, 170, 210] }))).to.include({
      state: 'joined',
      nick: 'hecate_',
      role: 'moderator',
      affiliation: 'owner',
      isNonAnonymous: true,
      isLogged: true,
    });
  });

  it('knows what a room told us as we came until it says otherwise', () => {
    const told = [entering, weCame({ statusCodes: [100, 110, 170] }), weCame({ statusCodes: [110] })] as const;

    expect(roomAfter(...told)).to.include({ isNonAnonymous: true, isLogged: true });
    expect(roomAfter(...told, notice(171))).to.include({ isLogged: false });
    expect(roomAfter(...told, notice(171), notice(170))).to.include({ isLogged: true });
    expect(roomAfter(...told, notice(173))).to.include({ isNonAnonymous: false, isLogged: true });
    expect(roomAfter(...told, notice(173), notice(172))).to.include({ isNonAnonymous: true });
    expect(roomAfter(...told, notice(104))).to.include({ isLogged: true });
    expect(roomAfter(...told, entering)).to.include({ isNonAnonymous: false, isLogged: false });
  });

  it('remembers why a room would not have us, until we ask again', () => {
    const refused: DomainEvent = { kind: 'room-refused', room: ROOM, condition: 'conflict', text: 'Taken' };

    expect(roomAfter(entering, refused)).to.include({ state: 'refused', condition: 'conflict', text: 'Taken' });
    expect(roomAfter(entering, refused, entering)).to.include({ state: 'entering', condition: undefined });
  });

  it('keeps us in when a wish fails inside', () => {
    expect(roomAfter(entering, weCame(), { kind: 'room-refused', room: ROOM, condition: 'conflict' })).to.include({
      state: 'joined',
      condition: undefined,
    });
  });

  it('has us out when we leave, and refused when somebody puts us out', () => {
    const out = { isSelf: true, reason: 'banned', actor: 'crone', text: 'spam' } as const;

    expect(roomAfter(entering, weCame(), went('bob'))).to.include({ state: 'joined' });
    expect(roomAfter(entering, weCame(), went('hecate', { isSelf: true }))).to.include({
      state: 'left',
      leaveReason: 'left',
      role: 'none',
    });
    expect(roomAfter(entering, weCame(), went('hecate', out))).to.include({
      state: 'refused',
      leaveReason: 'banned',
      actor: 'crone',
      text: 'spam',
    });
  });

  it('says where to go instead of a room that was destroyed', () => {
    const alternative = BOB;

    expect(
      roomAfter(entering, weCame(), went('hecate', { isSelf: true, reason: 'destroyed', alternative })),
    ).to.include({ state: 'refused', leaveReason: 'destroyed', alternative });
  });

  it('follows our nick, not that of others', () => {
    const renamed = { kind: 'nick-changed', room: ROOM, nick: 'hecate', newNick: 'oldhag' } as const;

    expect(roomAfter(entering, weCame(), { ...renamed, isSelf: true })).to.include({ nick: 'oldhag' });
    expect(roomAfter(entering, weCame(), { ...renamed, isSelf: false })).to.include({ nick: 'hecate' });
  });

  it('keeps subject and name, also while we are out', () => {
    const identities = [
      { category: 'server', type: 'im', name: 'Host' },
      { category: 'conference', type: 'text', name: 'The Coven' },
    ];
    const told: DomainEvent[] = [
      entering,
      { kind: 'features-discovered', jid: ROOM, identities, features: [] },
      weCame(),
      { kind: 'subject-changed', room: ROOM, subject: 'Brews', nick: 'bob' },
      { kind: 'features-discovered', jid: ROOM, identities: [], features: [] },
      { kind: 'stream-started', jid: ALICE },
    ];

    expect(roomAfter(...told)).to.include({ state: 'left', subject: 'Brews', name: 'The Coven' });
  });

  it('has us in no room on a new stream, and forgets no refusal', () => {
    const started: DomainEvent = { kind: 'stream-started', jid: ALICE };
    const left = [entering, weCame(), went('hecate', { isSelf: true })] as const;

    expect(roomAfter(entering, started)).to.include({ state: 'left', leaveReason: undefined });
    expect(roomAfter(...left, started)).to.include({ state: 'left', leaveReason: 'left' });
    expect(roomAfter(entering, { kind: 'room-refused', room: ROOM, condition: 'forbidden' }, started)).to.include({
      state: 'refused',
    });
  });

  it('forgets all rooms when the person signs out', () => {
    expect(roomAfter(entering, weCame(), { kind: 'signed-out' })).to.equal(undefined);
  });
});

function notice(code: number): DomainEvent {
  return { kind: 'room-notice', room: ROOM, text: '', statusCodes: [code], at: 0 };
}
