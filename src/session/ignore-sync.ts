import { StanzaError } from '../core/errors.js';
import { toBare, type BareJid } from '../core/jid.js';
import type { DomainEvent, IgnoreChoice } from '../protocol/events.js';
import { createIgnored, ignoredQuery, publishIgnored, readIgnored } from '../protocol/ignored.js';
import { keepsPrivately } from '../protocol/xep-0223-private.js';
import type { CommandContext } from './commands/command.js';

/** What is chosen on this device. */
export interface OwnChoices {
  /** Whom we ignore, and whom no longer; by names that hold elsewhere, too. */
  all(): readonly IgnoreChoice[];
  /** All devices agree on these. */
  settle(choices: readonly IgnoreChoice[]): void;
}

/** So many of each are kept, the latest. */
const MOST_IGNORED = 800;
const MOST_LIFTED = 200;

/** Keeps whom we ignore at our account (XEP-0223), the same on all our devices; where a server keeps no such thing, it stays here. */
export class IgnoreSync {
  readonly #context: CommandContext;
  readonly #own: OwnChoices;
  /** Our server keeps such things, and has told what it had. */
  #isOffered = false;
  /** It has yet to hear of what was chosen here. */
  #isBehind = false;
  /** It is being told. */
  #isTelling = false;

  constructor(context: CommandContext, own: OwnChoices) {
    this.#context = context;
    this.#own = own;
    void this.#load();
  }

  /** Acts on an event that the stores know already. */
  react(event: DomainEvent): void {
    switch (event.kind) {
      case 'features-discovered':
        return event.jid === this.#account ? void this.#load() : undefined;
      case 'connection-changed':
        return event.status === 'online' && this.#isBehind ? void this.#tell() : undefined;
      case 'ignored-elsewhere':
        return this.#take(event.choices);
      case 'ignore-changed':
        return event.isElsewhere || event.ignored.by === 'nick' ? undefined : void this.#tell();
      case 'signed-out':
        this.#isOffered = this.#isBehind = false;
    }
  }

  async #load(): Promise<void> {
    const { isGuest, stores, transport } = this.#context;
    const account = this.#account;
    const features = account && stores.features.value.get(account);
    this.#isOffered = false;
    if (isGuest || !features || !keepsPrivately(features)) return;
    let kept: readonly IgnoreChoice[] = [];
    try {
      await transport.request(ignoredQuery(), { onResult: (answer) => (kept = readIgnored(answer)) });
    } catch (error) {
      // Otherwise nobody has told anything yet.
      if (!(error instanceof StanzaError && error.condition === 'item-not-found')) return;
    }
    if (account !== this.#account) return;
    this.#isOffered = true;
    this.#take(kept);
  }

  #take(kept: readonly IgnoreChoice[]): void {
    const all = merged(this.#own.all(), kept);
    this.#own.settle(all);
    if (!isSame(all, merged(kept, []))) void this.#tell();
  }

  async #tell(): Promise<void> {
    this.#isBehind = true;
    if (!this.#isOffered || this.#isTelling) return;
    this.#isTelling = true;
    try {
      // What is chosen meanwhile goes with the next one.
      while (this.#isBehind && this.#isOffered) {
        this.#isBehind = false;
        await this.#publish(merged(this.#own.all(), []));
      }
    } catch (error) {
      // Who refuses once refuses always; what was on its way when the stream broke goes with the next one.
      if (error instanceof StanzaError) this.#isOffered = false;
      else this.#isBehind = true;
    }
    this.#isTelling = false;
  }

  async #publish(choices: readonly IgnoreChoice[]): Promise<void> {
    const { transport } = this.#context;
    try {
      return void (await transport.request(publishIgnored(choices)));
    } catch (error) {
      if (!(error instanceof StanzaError)) throw error;
    }
    // Some servers hear how it is to be kept only when the place is made; if it is there, the next try tells.
    await transport.request(createIgnored()).catch((error: unknown) => {
      if (!(error instanceof StanzaError)) throw error;
    });
    await transport.request(publishIgnored(choices));
  }

  get #account(): BareJid | undefined {
    const { self } = this.#context;
    return self && toBare(self);
  }
}

/**
 * What devices agree on that know of these choices: of each occupant the latest; of two at the same moment, that they are
 * ignored. Whoever merges the same, in whatever order, gets the same.
 */
export function merged(one: readonly IgnoreChoice[], other: readonly IgnoreChoice[]): readonly IgnoreChoice[] {
  const latest = new Map<string, IgnoreChoice>();
  for (const choice of [...one, ...other]) {
    const name = nameOf(choice);
    const known = latest.get(name);
    if (!known || rank(choice) > rank(known)) latest.set(name, choice);
  }
  const all = [...latest.values()].sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0));
  return [
    ...all.filter(({ isIgnored }) => isIgnored).slice(-MOST_IGNORED),
    ...all.filter(({ isIgnored }) => !isIgnored).slice(-MOST_LIFTED),
  ];
}

function nameOf({ room, by, key }: IgnoreChoice): string {
  return `${room}\n${by}\n${key}`;
}

/** Greater for the one that counts. */
function rank(choice: IgnoreChoice): string {
  return `${String(choice.at).padStart(16, '0')}${choice.isIgnored ? 1 : 0}\n${choice.nick}\n${nameOf(choice)}`;
}

function isSame(one: readonly IgnoreChoice[], other: readonly IgnoreChoice[]): boolean {
  return (
    one.length === other.length && one.every((choice, index) => rank(choice) === rank(other[index] as IgnoreChoice))
  );
}
