/** The package's entry: classes and types. It registers nothing, and Node can import it. */
export { ConnectionError, StanzaError, TimeoutError, XmppError } from './core/errors.js';
export { xml } from './protocol/xml.js';
export { sessionNamed } from './session/registry.js';
export { XmppChatElement } from './elements/xmpp-chat.js';
export { XmppLoginElement } from './elements/xmpp-login.js';
export { XmppRoomElement } from './elements/xmpp-room.js';

export type { ConnectionCondition } from './core/errors.js';
export type { XmppEventDetails, XmppEvents } from './elements/events.js';
export type { Game } from './protocol/events.js';
export type { DecorateOccupant, Decoration, MessageFacts, RenderMessage } from './elements/parts/hooks.js';
export type { MatchWish } from './session/own-match.js';
export type { XmppSession } from './session/session.js';
