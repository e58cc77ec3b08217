/** Registers all three. What the package's entry exports is here too: a page with the script has its functions as well. */
import './xmpp-login.js';
import './xmpp-chat.js';
import './xmpp-room.js';

export { xml } from '../protocol/xml.js';
export { sessionNamed } from '../session/session-handle.js';
