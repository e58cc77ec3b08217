/**
 * All that is of use with a stream alone: the way to the server, the reading of what comes, the commands. One piece of
 * code, fetched while the page is painted; whoever has been online has it.
 */
export { chatMessage } from '../protocol/rfc-6121-message.js';
export { ownCaps } from '../protocol/xep-0115-caps.js';
export { StropheTransport } from '../transport/strophe-transport.js';
export { changeNick } from './commands/change-nick.js';
export { discover } from './commands/discover.js';
export { joinRoom } from './commands/join-room.js';
export { leaveRoom, sayGoodbye } from './commands/leave-room.js';
export { loadRoster } from './commands/load-roster.js';
export { sendChatState } from './commands/send-chat-state.js';
export { sendPresence } from './commands/send-presence.js';
export { setSubject } from './commands/set-subject.js';
export { unlockRoom } from './commands/unlock-room.js';
export { route } from './router.js';

// eslint-disable-next-line @typescript-eslint/consistent-type-imports -- the module's own type has no other name.
export type Wire = typeof import('./wire.js');
