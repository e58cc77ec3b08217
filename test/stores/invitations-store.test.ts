import { expect } from '@open-wc/testing';
import type { BareJid, Jid } from '../../src/core/jid.js';
import type { DomainEvent } from '../../src/protocol/events.js';
import { InvitationsStore } from '../../src/stores/invitations-store.js';
import { ROOM, after } from '../support/events.js';

const invited = (room: string = ROOM, from = 'bob@example.org/w', reason = ''): DomainEvent => ({
  kind: 'room-invited',
  room: room as BareJid,
  from: from as Jid,
  reason,
  isByRoom: false,
});

describe('InvitationsStore', () => {
  const rooms = (store: InvitationsStore) => [...store.value.keys()];

  it('has one of several invitations to a room: the first', () => {
    const store = after(
      new InvitationsStore(),
      invited(ROOM, 'bob@example.org/w', 'Tea?'),
      invited(ROOM, 'carol@example.org/w'),
    );

    expect(store.value.get(ROOM)?.reason).to.equal('Tea?');
    expect(rooms(store)).to.deep.equal([ROOM]);
  });

  it('forgets one that was decided, and one to a room that we enter', () => {
    const store = after(
      new InvitationsStore(),
      invited('a@chat.example'),
      invited('b@chat.example'),
      { kind: 'invitation-settled', key: 'a@chat.example' },
      { kind: 'room-entering', room: 'b@chat.example' as BareJid, nick: 'al' },
    );

    expect(rooms(store)).to.deep.equal([]);
  });

  it('remembers that the page has heard of it', () => {
    const store = after(new InvitationsStore(), invited(), { kind: 'invitation-told', key: ROOM });

    expect(store.value.get(ROOM)?.isTold).to.equal(true);
  });

  it('takes no more of one stranger, nor of all of them, than anybody could read', () => {
    const store = new InvitationsStore();
    for (let index = 0; index < 10; index += 1) after(store, invited(`a${index}@chat.example`));
    expect(rooms(store)).to.have.length(5);

    for (let index = 0; index < 50; index += 1)
      after(store, invited(`b${index}@chat.example`, `m${index}@evil.example`));
    expect(rooms(store)).to.have.length(20);
  });

  it('is empty after signing out', () => {
    expect(rooms(after(new InvitationsStore(), invited(), { kind: 'signed-out' }))).to.deep.equal([]);
  });
});
