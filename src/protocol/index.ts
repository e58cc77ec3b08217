import type { ProtocolModule } from './module.js';
import { ignoredSync } from './ignored.js';
import { matches } from './match.js';
import { messages } from './rfc-6121-message.js';
import { presences } from './rfc-6121-presence.js';
import { roster } from './rfc-6121-roster.js';
import { disco } from './xep-0030-disco.js';
import { muc } from './xep-0045-muc.js';
import { outOfBand } from './xep-0066-oob.js';
import { avatars } from './xep-0084-avatar.js';
import { chatStates } from './xep-0085-chat-states.js';
import { softwareVersion } from './xep-0092-version.js';
import { vcardAvatars } from './xep-0153-vcard-avatar.js';
import { nickname } from './xep-0172-nick.js';
import { receipts } from './xep-0184-receipts.js';
import { blocking } from './xep-0191-blocking.js';
import { gaming } from './xep-0196-gaming.js';
import { ping } from './xep-0199-ping.js';
import { delay } from './xep-0203-delay.js';
import { directInvitations } from './xep-0249-direct-invitations.js';
import { carbons } from './xep-0280-carbons.js';
import { corrections } from './xep-0308-correction.js';
import { archives } from './xep-0313-mam.js';
import { markers } from './xep-0333-markers.js';
import { references } from './xep-0372-references.js';
import { spoilers } from './xep-0382-spoiler.js';
import { styling } from './xep-0393-styling.js';
import { retractions } from './xep-0424-retraction.js';
import { fallbacks } from './xep-0428-fallback.js';
import { reactions } from './xep-0444-reactions.js';
import { replies } from './xep-0461-replies.js';
import { bookmarks } from './xep-0402-bookmarks.js';
import { displayedSync } from './xep-0490-displayed.js';

/** All that we understand, in number order. */
export const protocolModules: readonly ProtocolModule[] = [
  messages,
  presences,
  roster,
  disco(() => allFeatures),
  muc,
  outOfBand,
  avatars,
  chatStates,
  softwareVersion,
  vcardAvatars,
  nickname,
  receipts,
  blocking,
  gaming,
  ping,
  delay,
  directInvitations,
  carbons,
  corrections,
  archives,
  markers,
  references,
  spoilers,
  styling,
  bookmarks,
  retractions,
  fallbacks,
  reactions,
  replies,
  displayedSync,
  ignoredSync,
  matches,
];

/** What we say that we do (XEP-0030). */
export const allFeatures: readonly string[] = protocolModules.flatMap(({ features = [] }) => features);
