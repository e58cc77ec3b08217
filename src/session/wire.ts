/**
 * All that is of use with a stream alone: the way to the server, the reading of what comes, the commands. One piece of
 * code, fetched while the page is painted; whoever has been online has it.
 */
import type { Jid } from '../core/jid.js';
import type { CommandContext } from './commands/command.js';
import type { Profile } from './commands/fetch-profile.js';

export { ownCaps } from '../protocol/xep-0115-caps.js';
export { NS_MAM } from '../protocol/xep-0313-mam.js';
export { ownsTab, PageLock } from '../transport/tab-slot.js';
export { StropheTransport } from '../transport/strophe-transport.js';
export { sendDisplayed, sendReceipt } from './commands/acknowledge.js';
export { addContact } from './commands/add-contact.js';
export { answerRequest } from './commands/answer-request.js';
export { catchUp } from './commands/catch-up.js';
export { isStillIn } from './commands/check-room.js';
export { changeContact } from './commands/change-contact.js';
export { changeNick } from './commands/change-nick.js';
export { discover } from './commands/discover.js';
export { enableCarbons } from './commands/enable-carbons.js';
export { fetchAvatar } from './commands/fetch-avatar.js';
export { findUploadService } from './commands/find-upload-service.js';
export { decline, invite } from './commands/invite.js';
export { joinRoom } from './commands/join-room.js';
export { leaveRoom, sayGoodbye } from './commands/leave-room.js';
export { loadBlocklist } from './commands/load-blocklist.js';
export { fillGap, loadOlder } from './commands/load-older.js';
export { loadRoster } from './commands/load-roster.js';
export { archiveOf } from './commands/query-archive.js';
export { publishGame } from './commands/publish-game.js';
export { removeContact } from './commands/remove-contact.js';
export { searchArchive } from './commands/search-archive.js';
export { sendChatState } from './commands/send-chat-state.js';
export { sendPresence } from './commands/send-presence.js';
export { setBlocked } from './commands/set-blocked.js';
export { setSubject } from './commands/set-subject.js';
export { stanzaFor } from './commands/stanza-for.js';
export { takeSnapshot } from './commands/take-snapshot.js';
export { unlockRoom } from './commands/unlock-room.js';
export { uploadFile } from './commands/upload-file.js';
export { DisplayedSync } from './displayed-sync.js';
export { route } from './router.js';

/** For whoever looks at somebody more closely: a chunk of its own. See the command. */
export async function fetchProfile(context: CommandContext, jid: Jid): Promise<Profile> {
  return (await import('./commands/fetch-profile.js')).fetchProfile(context, jid);
}

// eslint-disable-next-line @typescript-eslint/consistent-type-imports -- the module's own type has no other name.
export type Wire = typeof import('./wire.js');
