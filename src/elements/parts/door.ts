import { type TemplateResult } from 'lit';
import type { RoomController } from '../../controllers/room-controller.js';
import { otherNick } from '../../core/nick.js';
import type { FirstStrings } from '../strings/strings.js';
import { nickForm, type NickFormView } from './nick-form.js';
import { renderAlert, renderPanel, type PanelAction } from './panels.js';

/** Before somebody is in a room: what is asked of them, and why it would not have or did not keep them. */
export class Door {
  readonly #room: RoomController;
  /** Somebody chose a nickname, and waits for the room's answer. */
  #isFormSent = false;
  #asksPassword = false;

  constructor(room: RoomController) {
    this.#room = room;
  }

  /** They are in, or it is another room. */
  shut(): void {
    this.#isFormSent = this.#asksPassword = false;
  }

  /**
   * `undefined`: there is nothing to be asked, and nothing went wrong.
   *
   * @param more what else can be done where the room would not have us.
   * @param other another way in than by a nickname.
   */
  render(strings: FirstStrings, isOnline: boolean, more: unknown, other: () => unknown): TemplateResult | undefined {
    const condition = this.#room.room?.state === 'entering' ? undefined : this.#condition;
    const isAnswered = condition !== undefined;
    if (this.#room.isOut && !isAnswered) return renderPanel(strings.youAreOut, this.#joinAgain(strings));
    const isAsked = isAnswered ? ASKING.includes(condition) : !this.#room.nick || this.#isFormSent;
    if (isOnline && isAsked)
      return this.#renderForm(strings, condition, { isBusy: this.#isFormSent && !isAnswered, other: other() });
    if (isOnline && condition) return this.#renderRefusal(strings, condition, more);
    return undefined;
  }

  /** Why the room would not have us, or did not keep us. */
  get #condition(): string | undefined {
    const { room, error } = this.#room;
    return room?.state === 'refused' ? (room.condition ?? room.leaveReason) : error?.condition;
  }

  #renderForm(
    strings: FirstStrings,
    condition: string | undefined,
    rest: Pick<NickFormView, 'isBusy' | 'other'>,
  ): TemplateResult {
    const { nick } = this.#room;
    this.#asksPassword ||= condition === 'not-authorized';
    return nickForm({
      strings,
      nick: condition === 'conflict' ? otherNick(nick) : nick,
      asksPassword: this.#asksPassword,
      ...rest,
      alert: condition && strings.errorText(condition, 'join'),
      join: (wished, password) => {
        this.#isFormSent = true;
        this.#room.join(wished, password).catch(() => undefined); // Kept in the controller's `error`, and shown.
      },
    });
  }

  #renderRefusal(strings: FirstStrings, condition: string, more: unknown): TemplateResult {
    const { room } = this.#room;
    const words = removalText(condition, strings) ?? strings.errorText(condition, 'join');
    const isFinal = FINAL.includes(condition);
    const details = room?.text && strings.reason(room.text);
    return renderAlert(words, isFinal ? undefined : this.#joinAgain(strings), details, more);
  }

  #joinAgain(strings: FirstStrings): PanelAction {
    return { label: strings.joinAgain, act: () => void this.#room.join().catch(() => undefined) };
  }
}

/** Conditions that another nickname, or a password, may mend. */
const ASKING = ['conflict', 'not-authorized', 'nick-missing', 'jid-malformed', 'not-acceptable'];
/** Conditions that will not change by trying again. */
const FINAL = ['forbidden', 'banned', 'destroyed', 'gone', 'not-allowed', 'members-only', 'registration-required'];

function removalText(reason: string, strings: FirstStrings): string | undefined {
  switch (reason) {
    case 'kicked':
      return strings.youWereKicked;
    case 'banned':
      return strings.youWereBanned;
    case 'destroyed':
    case 'gone':
      return strings.roomDestroyed;
    case 'shutdown':
      return strings.roomShutdown;
    case 'members-only':
      return strings.roomMembersOnly;
    case 'affiliation':
    case 'left':
    case 'error':
      return strings.youAreOut;
  }
  return undefined;
}
