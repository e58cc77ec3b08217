import { toBare, type Jid } from '../../core/jid.js';
import { lastActivityQuery, secondsOffline } from '../../protocol/xep-0012-last-activity.js';
import { factsIn, type Fact } from '../../protocol/xep-0054-vcard.js';
import { vcardRequest } from '../../protocol/xep-0153-vcard-avatar.js';
import type { CommandContext } from './command.js';

/** What can be had of somebody; whatever cannot is left out. Each comes when it comes. */
export interface Profile {
  readonly facts: Promise<readonly Fact[]>;
  /** When they were online last, in ms since the epoch. */
  readonly lastSeen: Promise<number | undefined>;
}

/** XEP-0054, 0012: asks what somebody says of themselves, and of who is offline since when. Never rejects. */
export function fetchProfile(context: CommandContext, jid: Jid): Profile {
  const { transport, stores } = context;
  const isBlocked = !!stores.blocked.by(jid);
  return {
    facts: isBlocked ? Promise.resolve([]) : transport.request(vcardRequest(jid)).then(factsIn, () => []),
    lastSeen: isBlocked ? Promise.resolve(undefined) : lastSeen(context, jid).catch(() => undefined),
  };
}

async function lastSeen({ transport, stores }: CommandContext, jid: Jid): Promise<number | undefined> {
  const account = toBare(jid);
  const { subscription } = stores.roster.value.items.get(account) ?? {};
  const mayKnow = subscription === 'to' || subscription === 'both';
  if (!mayKnow || stores.presences.of(account)) return undefined;
  const seconds = secondsOffline(await transport.request(lastActivityQuery(account)));
  return seconds === undefined ? undefined : Date.now() - seconds * 1000;
}
