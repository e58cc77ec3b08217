import './xmpp-login.js';
import './xmpp-chat.js';
import './xmpp-room.js';
