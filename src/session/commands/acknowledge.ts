import { toBare, type Jid } from '../../core/jid.js';
import type { MessageReceived } from '../../protocol/events.js';
import { receiptMessage } from '../../protocol/xep-0184-receipts.js';
import { displayedMarker } from '../../protocol/xep-0333-markers.js';
import type { Conversation, Message } from '../../stores/entries.js';
import type { CommandContext } from './command.js';

/** XEP-0184: tells a contact that their message came. */
export function sendReceipt(context: CommandContext, { from, id, wantsReceipt }: MessageReceived): void {
  if (wantsReceipt && id && mayKnow(context, from)) tell(context, receiptMessage({ to: from, id }));
}

/** XEP-0333: tells a contact up to where we have seen what they said. In a room that would be a message to everybody. */
export function sendDisplayed(context: CommandContext, { jid, type, entries }: Conversation): void {
  if (type !== 'chat' || !mayKnow(context, jid)) return;
  const last = entries.findLast((entry): entry is Message => entry.kind === 'message' && !entry.isOwn);
  if (last?.isMarkable && last.id) tell(context, displayedMarker({ to: jid, type, id: last.id }));
}

/** Whether they see when we are available; nobody else learns from us that we are here. */
function mayKnow({ stores }: CommandContext, jid: Jid): boolean {
  const { subscription } = stores.roster.value.items.get(toBare(jid)) ?? {};
  return subscription === 'from' || subscription === 'both';
}

function tell({ transport }: CommandContext, stanza: Element): void {
  try {
    transport.send(stanza);
  } catch {
    // The stream is just going: they are not told, and nothing else comes of it.
  }
}
