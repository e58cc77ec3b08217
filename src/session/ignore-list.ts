import { fetchCode } from '../core/fetch-code.js';
import { toBare } from '../core/jid.js';
import type { DomainEvent, IgnoreChanged, IgnoreChoice, Ignored } from '../protocol/events.js';
import { keyOf, read, write } from '../transport/kept.js';
import type { CommandContext } from './commands/command.js';
import type { IgnoreSync } from './ignore-sync.js';

const PUBLISH_OPTIONS = 'http://jabber.org/protocol/pubsub#publish-options';

/**
 * Whom we ignore, kept for every later visit: an account's list outlives a sign-out, for it is there for peace. Where the
 * server can keep it, it is the same on all devices.
 */
export class IgnoreList {
  readonly #context: CommandContext;
  #owner = '';
  /** Whose list it was before. */
  #former = '';
  /** Whose list the store holds, and as it was kept. */
  #key: string | undefined;
  #kept: readonly Ignored[] | undefined;
  /** Whom we ignore no longer: other devices may not know. */
  #lifted: readonly IgnoreChoice[] = [];
  #sync: IgnoreSync | undefined;
  #isFetching = false;

  constructor(context: CommandContext) {
    this.#context = context;
  }

  react(event: DomainEvent): void {
    if (event.kind === 'signed-out') this.#key = undefined;
    // What was of another account went as this one came.
    if (event.kind === 'stream-started') this.load(this.#owner);
    // Who has been ignored by the guest is so by the account.
    if (event.kind === 'guest-signed-in') {
      for (const ignored of listIn(keyOf(this.#former, 'ignored')))
        this.#context.dispatch({ kind: 'ignore-changed', ignored, isIgnored: true });
    }
    if (event.kind === 'occupant-changed' && event.isSelf) this.#forgetAbsent();
    if (event.kind === 'ignore-changed' && !event.isElsewhere) this.#lift(event);
    this.#sync?.react(event);
    if (event.kind === 'features-discovered' || event.kind === 'connection-changed') void this.#fetchSync();
    const { value } = this.#context.stores.ignored;
    if (!this.#key || value === this.#kept) return;
    this.#kept = value;
    write('localStorage', this.#key, value.length ? value : undefined);
  }

  /**
   * Somebody signs in: before their stream is there, for one that is resumed tells what it has to at once.
   *
   * @param owner an account's bare JID, for guests the session's name.
   */
  load(owner: string): void {
    if (owner !== this.#owner) this.#former = this.#owner;
    this.#owner = owner;
    const key = keyOf(owner, 'ignored');
    if (key === this.#key) return;
    this.#key = key;
    this.#lifted = listIn(this.#liftedKey).map((each) => ({ ...each, at: each.at ?? 0, isIgnored: false }));
    this.#set(listIn(key));
    this.#kept = this.#context.stores.ignored.value;
  }

  /** A choice, later than all that we know of the same occupant: clocks of devices differ. */
  stamped(ignored: Ignored): Ignored {
    const known = [...this.#context.stores.ignored.value, ...this.#lifted].filter((each) => isThey(each, ignored));
    return { ...ignored, at: Math.max(Date.now(), ...known.map(({ at = 0 }) => at + 1)) };
  }

  /** See `OwnChoices`. */
  all(): readonly IgnoreChoice[] {
    const { value } = this.#context.stores.ignored;
    const ignored = value
      .filter(({ by }) => by !== 'nick')
      .map((each) => ({ ...each, at: each.at ?? 0, isIgnored: true }));
    return [...ignored, ...this.#lifted];
  }

  settle(choices: readonly IgnoreChoice[]): void {
    const { stores, dispatch } = this.#context;
    const before = stores.ignored.value.filter(({ by }) => by !== 'nick');
    const wished = choices.filter(({ isIgnored }) => isIgnored);
    this.#keepLifted(choices.filter(({ isIgnored }) => !isIgnored));
    for (const each of before.filter((one) => !wished.some((other) => isThey(one, other))))
      dispatch({ kind: 'ignore-changed', ignored: each, isIgnored: false, isElsewhere: true });
    for (const { isIgnored, ...each } of wished.filter(
      (one) => !before.some((other) => isThey(one, other) && one.at === other.at),
    ))
      dispatch({ kind: 'ignore-changed', ignored: each, isIgnored, isElsewhere: true });
  }

  #lift({ ignored, isIgnored }: IgnoreChanged): void {
    if (ignored.by === 'nick' || this.#context.isGuest) return;
    const others = this.#lifted.filter((each) => !isThey(each, ignored));
    this.#keepLifted(isIgnored ? others : [...others, { ...ignored, at: ignored.at ?? 0, isIgnored }]);
  }

  #keepLifted(lifted: readonly IgnoreChoice[]): void {
    this.#lifted = lifted;
    write('localStorage', this.#liftedKey, lifted.length ? lifted : undefined);
  }

  get #liftedKey(): string {
    return keyOf(this.#owner, 'unignored');
  }

  /** What keeps it at the account, once that can. */
  async #fetchSync(): Promise<void> {
    const { isGuest, self, stores } = this.#context;
    const known = !isGuest && self && stores.features.value.get(toBare(self));
    if (this.#sync || this.#isFetching || !known || !known.features.has(PUBLISH_OPTIONS)) return;
    this.#isFetching = true;
    try {
      const { IgnoreSync } = await fetchCode(() => import('./ignore-sync.js'));
      this.#sync = new IgnoreSync(this.#context, this);
    } catch {
      // The next stream tries again; until then it is kept here.
    }
    this.#isFetching = false;
  }

  /** We came in after the others: of whom no more than a nick is known, and who is not there, somebody else may come. */
  #forgetAbsent(): void {
    const { ignored, occupants } = this.#context.stores;
    const isHere = ({ room, by, nick }: Ignored) =>
      by !== 'nick' || occupants.value.get(room)?.byNick.has(nick) !== false;
    if (!ignored.value.every(isHere)) this.#set(ignored.value.filter(isHere));
  }

  #set(all: readonly Ignored[]): void {
    if (all.length || this.#context.stores.ignored.value.length)
      this.#context.dispatch({ kind: 'ignored-loaded', all });
  }
}

function listIn(key: string): readonly Ignored[] {
  const kept = read('localStorage', key);
  return Array.isArray(kept) ? kept.filter(isIgnored) : [];
}

function isIgnored(each: unknown): each is Ignored {
  const { room, by, key, nick, at } = (each ?? {}) as Record<string, unknown>;
  const isTimed = at === undefined || (typeof at === 'number' && at >= 0 && at < 8.64e15);
  return isTimed && [room, by, key, nick].every((text) => typeof text === 'string' && text);
}

function isThey(one: Ignored, other: Ignored): boolean {
  return one.room === other.room && one.by === other.by && one.key === other.key;
}
