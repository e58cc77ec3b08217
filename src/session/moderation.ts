/** What only those need who keep order in a room. Fetched when they first do. */
export { changeOccupant } from './commands/change-occupant.js';
export { removeMessage } from './commands/remove-message.js';
export { reportOccupant } from './commands/report-occupant.js';
