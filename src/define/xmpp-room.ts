import { XmppRoomElement } from '../elements/xmpp-room.js';
import { define } from './define.js';

define('xmpp-room', XmppRoomElement);

declare global {
  interface HTMLElementTagNameMap {
    'xmpp-room': XmppRoomElement;
  }
}
