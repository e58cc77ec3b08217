import { css, html, nothing, type LitElement, type TemplateResult } from 'lit';
import { localOf, resourceOf, type Jid } from '../../core/jid.js';
import type { Strings } from '../strings/strings.js';
import { Dialog, dialogStyles, type DialogHost } from './dialog.js';
import { shownNick } from './nick.js';
import type { DeskView } from './room-bar.js';

export const styles = css`
  ${dialogStyles}

  .private xmpp-chat {
    box-sizing: border-box;
    inline-size: 100%;
    block-size: min(460px, 100dvh - 140px);
  }

  .private .button {
    inline-size: 100%;
    min-block-size: 42px;
    margin-block-start: 10px;
  }
`;

/** So many are shown at once; the others follow. */
const SHOWN = 2;
/** What the element around it tells the page anyway. */
const TOLD = ['xmpp-status', 'xmpp-connected', 'xmpp-disconnected'];

export interface PrivateHost extends DialogHost {
  readonly session: string;
  readonly theme: string;
  readonly lang: string;
}

/** An `<xmpp-chat>`. */
interface Chat {
  readonly with: string;
  readonly session: string;
  openConversation(jid: string): void;
}

/** Shows what somebody in a room and we say to each other alone: where the page has a place for it, else over the room. */
export function openPrivate(host: PrivateHost, address: Jid, strings: Strings): void {
  const place = placeOn(host);
  if (place) return place.openConversation(address);
  const chat = document.createElement('xmpp-chat') as LitElement & Chat;
  // It goes by the connection that there is.
  const { session, theme, lang } = host;
  Object.assign(chat, { session, theme, lang: lang || strings.lang, noAutoConnect: true });
  for (const type of TOLD) chat.addEventListener(type, (event) => event.stopPropagation());
  const label = strings.occupantOf(shownNick(resourceOf(address)), localOf(address));
  const dialog: Dialog = new Dialog(
    host,
    label,
    () =>
      html`<div class="private">
        ${chat}<button part="button" class="button quiet" @click=${() => dialog.close()}>${strings.close}</button>
      </div>`,
    { isFirm: true },
  );
  // With its first render it takes whom the page names: nobody.
  void chat.updateComplete.then(() => chat.openConversation(address));
}

/** Whom to read; nobody where a place on the page shows it, and says so itself. */
export function renderWhispers({ host, desk, words, strings }: DeskView): unknown {
  const place = placeOn(host as PrivateHost);
  if (place || !customElements.get('xmpp-chat')) return nothing;
  const read = (jid: Jid) => openPrivate(host as PrivateHost, jid, strings);
  const renderOne = (jid: Jid): TemplateResult =>
    html`<div part="notice" class="room-notice whisper">
      <p><bdi>${words.whispers(shownNick(resourceOf(jid)))}</bdi></p>
      <button part="button" class="button" @click=${() => read(jid)}>${words.read}</button>
    </div>`;
  return html`<div role="status">${desk.whispers.slice(0, SHOWN).map(renderOne)}</div>`;
}

/** Where private conversations are shown, if the page has such a place. */
function placeOn(host: PrivateHost): Chat | undefined {
  const root = host.getRootNode() as Document | ShadowRoot;
  const chats = [...root.querySelectorAll<HTMLElement & Partial<Chat>>('xmpp-chat')];
  return chats.find((each): each is HTMLElement & Chat => {
    return !!each.openConversation && !each.with && each.session === host.session;
  });
}
