import type { DomainEvent } from '../protocol/events.js';
import { ConnectionStore } from '../stores/connection-store.js';
import { ConversationsStore } from '../stores/conversations-store.js';
import { FeaturesStore } from '../stores/features-store.js';
import { OccupantsStore } from '../stores/occupants-store.js';
import { PresencesStore } from '../stores/presences-store.js';
import { RoomsStore } from '../stores/rooms-store.js';
import { RosterStore } from '../stores/roster-store.js';
import { TypingStore } from '../stores/typing-store.js';

/** All that a session knows. */
export class Stores {
  readonly connection = new ConnectionStore();
  readonly features = new FeaturesStore();
  readonly roster = new RosterStore();
  readonly presences = new PresencesStore();
  readonly rooms = new RoomsStore();
  readonly occupants = new OccupantsStore();
  readonly conversations = new ConversationsStore();
  readonly typing = new TypingStore();

  apply(event: DomainEvent): void {
    for (const store of Object.values(this) as { apply(event: DomainEvent): void }[]) store.apply(event);
  }
}
