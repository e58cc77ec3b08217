import type { DomainEvent } from '../protocol/events.js';
import { ArchivesStore } from '../stores/archives-store.js';
import { AvatarsStore } from '../stores/avatars-store.js';
import { BlockedStore } from '../stores/blocked-store.js';
import { BookmarksStore } from '../stores/bookmarks-store.js';
import { ConnectionStore } from '../stores/connection-store.js';
import { ConversationsStore } from '../stores/conversations-store.js';
import { FeaturesStore } from '../stores/features-store.js';
import { GamesStore } from '../stores/games-store.js';
import { IgnoredStore } from '../stores/ignored-store.js';
import { InvitationsStore } from '../stores/invitations-store.js';
import { OccupantsStore } from '../stores/occupants-store.js';
import { PresencesStore } from '../stores/presences-store.js';
import { RequestsStore } from '../stores/requests-store.js';
import { RoomsStore } from '../stores/rooms-store.js';
import { RosterStore } from '../stores/roster-store.js';
import { TypingStore } from '../stores/typing-store.js';
import { VoiceRequestsStore } from '../stores/voice-requests-store.js';

/** All that a session knows. */
export class Stores {
  readonly connection = new ConnectionStore();
  readonly features = new FeaturesStore();
  readonly roster = new RosterStore();
  readonly requests = new RequestsStore();
  readonly blocked = new BlockedStore();
  readonly bookmarks = new BookmarksStore();
  readonly presences = new PresencesStore();
  readonly rooms = new RoomsStore();
  readonly ignored = new IgnoredStore();
  readonly occupants = new OccupantsStore();
  readonly voiceRequests = new VoiceRequestsStore();
  readonly invitations = new InvitationsStore();
  readonly archives = new ArchivesStore();
  readonly conversations = new ConversationsStore();
  readonly typing = new TypingStore();
  readonly avatars = new AvatarsStore();
  readonly games = new GamesStore();

  apply(event: DomainEvent): void {
    for (const store of Object.values(this) as { apply(event: DomainEvent): void }[]) store.apply(event);
  }
}
