import { html, nothing, type LitElement, type TemplateResult } from 'lit';
import type { RoomDeskController } from '../../controllers/room-desk-controller.js';
import type { BareJid } from '../../core/jid.js';
import { shownNick } from './nick.js';
import type { DeskView } from './room-bar.js';

/** Where a closed room says that people may go instead. */
export function renderAlternative(
  { desk, words }: DeskView,
  alternative: BareJid,
  goTo: (room: BareJid) => void,
): unknown {
  if (alternative === desk.room) return nothing;
  return html`<button part="button" class="button" @click=${() => goTo(alternative)}>
    ${words.goTo(shownNick(alternative))}
  </button>`;
}

/** Whether a room takes people in who ask: by whether it has a form for them. */
const offers = new WeakMap<RoomDeskController, { is: boolean }>();

/** For members only: a way to become one, where the room has such. */
export function renderMembership(
  { desk, words }: DeskView,
  { host, open }: { readonly host: LitElement; open(): void },
): TemplateResult | typeof nothing {
  const offer = offers.get(desk) ?? ask(desk, host);
  if (!offer.is) return nothing;
  return html`<button part="button" class="button" @click=${open}>${words.askForMembership}</button>`;
}

function ask(desk: RoomDeskController, host: LitElement): { is: boolean } {
  const offer = { is: false };
  offers.set(desk, offer);
  // Guests have another address tomorrow.
  if (!desk.session.isGuest) {
    void desk
      .administration()
      .then((administration) => administration.membership())
      .then(
        () => {
          offer.is = true;
          host.requestUpdate();
        },
        () => undefined, // It takes nobody, or not by itself: there is nothing to offer.
      );
  }
  return offer;
}
