import { css, html, nothing, type LitElement, type ReactiveController, type TemplateResult } from 'lit';
import { InvitationsController, type Invitation } from '../../controllers/invitations-controller.js';
import { emit } from '../events.js';
import type { Strings } from '../strings/strings.js';
import { shownNick } from './nick.js';

export const styles = css`
  .invitation {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
    padding: 8px 12px;
    border-block-start: 1px solid var(--_border);
    background: var(--_surface);
    font-size: 13px;
  }

  .invitation p {
    flex: 1 1 180px;
    min-inline-size: 0;
    margin: 0;
    overflow-wrap: anywhere;
  }

  .invitation small {
    display: block;
    color: var(--_muted);
    font-size: 12px;
  }

  .invitation .choice {
    display: flex;
    gap: 8px;
  }

  .invitation .button {
    padding: 5px 12px;
  }
`;

/** So many are shown at once; the others follow. */
const SHOWN = 2;

type Host = LitElement & { readonly session: string };
/** An element of this session that shows no room yet: the page has a place for one. */
type Place = Host & { room: string; roomPassword: string };

/** Invitations to rooms: told to the page, and shown unless it sees to them. Nobody goes anywhere by themselves. */
export class Invitations implements ReactiveController {
  readonly #host: Host;
  readonly #controller: InvitationsController;

  constructor(host: Host) {
    this.#host = host;
    this.#controller = new InvitationsController(host);
    host.addController(this);
  }

  show(session: Parameters<InvitationsController['show']>[0]): void {
    this.#controller.show(session);
  }

  hostUpdated(): void {
    this.#controller.tell((invitation) => this.#tell(invitation));
  }

  #tell({ room, from, reason, password, game, answer }: Invitation): boolean {
    if (!game || !answer)
      return emit(this.#host, 'xmpp-invite', { room: room ?? '', from, reason, password, game }, { cancelable: true });
    const { id, name, uri } = game;
    const { accepts: accepted, isOwn: own } = answer;
    return emit(this.#host, 'xmpp-match', { id, game: name, uri, room: room ?? '', from, own, accepted });
  }

  /** The box is there before its words: screen readers skip a new one's first text. */
  render(strings: Strings): TemplateResult {
    const shown = this.#controller.invitations.slice(0, SHOWN);
    return html`<div role="status">${shown.map((invitation) => this.#renderOne(invitation, strings))}</div>`;
  }

  #renderOne(invitation: Invitation, strings: Strings): TemplateResult {
    const { room, reason } = invitation;
    const place = this.#place;
    const join = () => {
      if (place) Object.assign(place, { room, roomPassword: invitation.password ?? '' });
      this.#controller.settle(invitation, true);
    };
    return html`<div part="notice" class="invitation">
      <p>
        ${strings.invitesYou(shownNick(this.#controller.nameOf(invitation)), shownNick(room ?? ''))}
        ${reason ? html`<small><bdi>${shownNick(reason)}</bdi></small>` : nothing}
      </p>
      <div class="choice">
        ${place ? html`<button part="button" class="button" @click=${join}>${strings.join}</button>` : nothing}
        <button part="button" class="button quiet" @click=${() => this.#controller.settle(invitation, false)}>
          ${strings.decline}
        </button>
      </div>
    </div>`;
  }

  get #place(): Place | undefined {
    const { session } = this.#host;
    return [...document.querySelectorAll<Place>('xmpp-room')].find((each) => each.session === session && !each.room);
  }
}
