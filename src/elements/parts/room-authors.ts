import type { RoomController } from '../../controllers/room-controller.js';
import { resourceOf, type Jid } from '../../core/jid.js';
import type { Message } from '../../stores/entries.js';
import type { Occupant } from '../../stores/occupants-store.js';
import type { FirstStrings } from '../strings/strings.js';
import type { Shown } from './hooks.js';
import { shownNick } from './nick.js';
import type { Author, Picture } from './rows.js';

export interface RoomAuthorsView {
  readonly room: Pick<RoomController, 'occupant' | 'lookAlikes'>;
  readonly strings: FirstStrings;
  pictureOf(jid: Jid): Picture | undefined;
  decorationOf(occupant: Occupant): Shown | undefined;
}

/** Who said a message of a room, as it is shown now. Few people say many things: each of them is looked up once. */
export function authorsIn(view: RoomAuthorsView): (message: Message) => Author {
  const known = new Map<string, Author>();
  return ({ from, occupantId }) => {
    // No JID has a line break, so no nick can be chosen that makes the key of somebody else.
    const key = `${from}\n${occupantId ?? ''}`;
    const author = known.get(key) ?? authorIn(view, from, occupantId);
    known.set(key, author);
    return author;
  };
}

function authorIn({ room, strings, pictureOf, decorationOf }: RoomAuthorsView, from: Jid, id?: string): Author {
  const name = resourceOf(from);
  const occupant = room.occupant(name);
  const alike = room.lookAlikes.get(name);
  if (alike) return { name, tag: strings.looksLike(shownNick(alike)) };
  // Somebody else may have the nick by now.
  const isSame = occupant && (!id || id === occupant.occupantId);
  const shown = isSame ? decorationOf(occupant) : undefined;
  const picture = isSame ? (shown?.picture ?? pictureOf(from)) : undefined;
  const tag = occupant?.role === 'moderator' ? strings.moderator : undefined;
  return { name, tag, picture, marks: shown?.marks };
}
