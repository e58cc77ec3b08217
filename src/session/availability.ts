import { fetchCode } from '../core/fetch-code.js';
import type { DomainEvent, Game, Show } from '../protocol/events.js';
import type { OwnPresence } from '../protocol/rfc-6121-presence.js';
import type { CommandContext } from './commands/command.js';
import type { Snapshot } from './snapshot.js';

const AVAILABLE: Snapshot['presence'] = { show: 'available', status: '' };

/** How available we say that we are (RFC 6121 §4.7), and what we play (XEP-0196): now, and on every later stream. */
export class Availability {
  readonly #context: () => CommandContext;
  #value = AVAILABLE;
  /** Others have yet to hear what we play, or that we do no longer. */
  #isGameDue = false;
  #caps: Promise<OwnPresence['caps']> | undefined;

  constructor(context: () => CommandContext) {
    this.#context = context;
  }

  get value(): Snapshot['presence'] {
    return this.#value;
  }

  /** As the page before this one said it, if there was one. */
  restore(value: Snapshot['presence'] | undefined): void {
    this.#value = value ?? this.#value;
  }

  /** With what we can do (XEP-0115), as a presence says it. */
  async asPresence(): Promise<OwnPresence> {
    const { wire } = this.#context();
    return { ...this.#value, caps: await (this.#caps ??= wire.ownCaps()) };
  }

  set(show: Show, status: string): void {
    this.#value = { ...this.#value, show, status };
    const context = this.#context();
    // The next stream tells it.
    if (isOnline(context)) context.wire.sendPresence(context).catch(() => undefined);
  }

  /** See `XmppSession.publishGame`. */
  async play(game: Game | undefined): Promise<void> {
    const { ownGame } = await fetchCode(() => import('./own-game.js'));
    this.#value = { ...this.#value, game: game && ownGame(game) };
    this.#isGameDue = true;
    if (isOnline(this.#context())) await this.#tellGame();
  }

  /** Acts on an event that the stores know already. */
  react(event: DomainEvent): void {
    if (event.kind === 'signed-out' && !event.keepsRooms) this.#value = AVAILABLE;
    if (event.kind !== 'connection-changed' || event.status !== 'online') return;
    // Nobody waits for it; the next stream tells it again.
    if (this.#isGameDue || this.#value.game) this.#tellGame().catch(() => undefined);
  }

  async #tellGame(): Promise<void> {
    this.#isGameDue = false;
    const context = this.#context();
    await context.wire.publishGame(context, this.#value.game);
  }
}

function isOnline({ stores }: CommandContext): boolean {
  return stores.connection.value.status === 'online';
}
