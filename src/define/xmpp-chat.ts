import { XmppChatElement } from '../elements/xmpp-chat.js';
import { define } from './define.js';

define('xmpp-chat', XmppChatElement);

declare global {
  interface HTMLElementTagNameMap {
    'xmpp-chat': XmppChatElement;
  }
}
