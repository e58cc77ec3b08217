import type { Jid } from '../core/jid.js';
import type { DomainEvent, FeaturesDiscovered } from '../protocol/events.js';
import { Store } from './store.js';

export interface Features extends Omit<FeaturesDiscovered, 'kind' | 'jid' | 'features'> {
  readonly features: ReadonlySet<string>;
}

/** What servers, rooms and accounts have said that they are and do (XEP-0030). */
export class FeaturesStore extends Store<ReadonlyMap<Jid, Features>> {
  constructor() {
    super(new Map());
  }

  apply(event: DomainEvent): void {
    if (event.kind === 'signed-out') return this.set(new Map());
    if (event.kind !== 'features-discovered') return;
    const { kind: _, jid, features, ...known } = event;
    this.set(new Map(this.value).set(jid, { ...known, features: new Set(features) }));
  }

  /** XEP-0363: where files can be sent, and how large they may be, in bytes. */
  get uploadService(): { readonly jid: Jid; readonly maxFileSize: number } | undefined {
    for (const [jid, { maxFileSize }] of this.value) if (maxFileSize) return { jid, maxFileSize };
    return undefined;
  }
}
