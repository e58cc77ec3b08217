import { XmppLoginElement } from '../elements/xmpp-login.js';
import { define } from './define.js';

define('xmpp-login', XmppLoginElement);

declare global {
  interface HTMLElementTagNameMap {
    'xmpp-login': XmppLoginElement;
  }
}
