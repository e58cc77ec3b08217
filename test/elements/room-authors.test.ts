import { expect } from '@open-wc/testing';
import type { Jid } from '../../src/core/jid.js';
import { authorsIn, type RoomAuthorsView } from '../../src/elements/parts/room-authors.js';
import { en } from '../../src/elements/strings/en.js';
import type { Message } from '../../src/stores/entries.js';
import type { Occupant } from '../../src/stores/occupants-store.js';

const ROOM = 'lobby@rooms.example.org';
const occupant = (nick: string, more: Partial<Occupant> = {}) =>
  ({ nick, role: 'participant', affiliation: 'none', ...more }) as Occupant;
const by = (nick: string, occupantId?: string) => ({ from: `${ROOM}/${nick}` as Jid, occupantId }) as Message;

/** A room with these in it, and how often somebody was looked up. */
function viewOf(...occupants: readonly Occupant[]): RoomAuthorsView & { readonly lookups: string[] } {
  const lookups: string[] = [];
  return {
    lookups,
    room: {
      lookAlikes: new Map([['Mira\u200b', 'Mira']]),
      occupant: (nick) => {
        lookups.push(nick);
        return occupants.find((each) => each.nick === nick);
      },
    },
    strings: en,
    pictureOf: (jid) => ({ hash: jid, draw: () => jid }),
    decorationOf: ({ nick }) => ({ marks: `marks of ${nick}`, picture: undefined }),
  };
}

describe('Who said a message of a room', () => {
  it('is looked up once for all that they said', () => {
    const view = viewOf(occupant('Mira'), occupant('Nova', { role: 'moderator' }));
    const authorOf = authorsIn(view);

    const authors = ['Mira', 'Nova', 'Mira', 'Nova', 'Mira'].map((nick) => authorOf(by(nick)));

    expect(view.lookups).to.deep.equal(['Mira', 'Nova']);
    expect(authors[2]).to.equal(authors[0]);
    expect(authors[3]).to.include({ name: 'Nova', tag: 'Moderator', marks: 'marks of Nova' });
  });

  it('is not who chose a nickname that ends like somebody else’s id', () => {
    const authorOf = authorsIn(viewOf(occupant('Mira', { occupantId: '7f', role: 'moderator' })));

    expect(authorOf(by('Mira', '7f'))).to.include({ name: 'Mira', tag: 'Moderator' });
    const other = authorOf(by('Mira7f'));
    expect(other.name).to.equal('Mira7f');
    expect(other.tag).to.equal(undefined);
  });

  it('is another one where the nickname is somebody else’s by now', () => {
    const authorOf = authorsIn(viewOf(occupant('Mira', { occupantId: 'new' })));

    expect(authorOf(by('Mira', 'old')).marks).to.equal(undefined);
    expect(authorOf(by('Mira', 'new')).marks).to.equal('marks of Mira');
  });

  it('is told apart from whom they could be taken for', () => {
    const author = authorsIn(viewOf(occupant('Mira\u200b')))(by('Mira\u200b'));

    expect(author.tag).to.contain('Mira');
    expect(author.picture).to.equal(undefined);
  });
});
