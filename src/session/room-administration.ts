import { StanzaError, XmppError } from '../core/errors.js';
import { newId } from '../core/id.js';
import type { BareJid, Jid } from '../core/jid.js';
import type { Affiliation, VoiceRequested } from '../protocol/events.js';
import type { DataForm, FormAnswers } from '../protocol/xep-0004-forms.js';
import { adminChange, affiliatedIn, affiliatedRequest, type Affiliated } from '../protocol/xep-0045-muc/admin.js';
import {
  destroyRequest,
  settingsCancel,
  settingsChange,
  settingsIn,
  settingsRequest,
  type Closing,
} from '../protocol/xep-0045-muc/owner.js';
import { vcardRequest } from '../protocol/xep-0153-vcard-avatar.js';
import { roomPhotoChange } from '../protocol/xep-0486-muc-avatars.js';
import { inviteMessage } from '../protocol/xep-0045-muc/invitations.js';
import { membershipIn, membershipRequest, membershipWish } from '../protocol/xep-0045-muc/register.js';
import { voiceAnswer, voiceRequest } from '../protocol/xep-0045-muc/voice.js';
import type { CommandContext } from './commands/command.js';
import { describeRoom, type RoomDescription } from './commands/list-rooms.js';
import { toBase64 } from '../transport/base64.js';

/** What is asked of a room beside talking in it. Everything throws a {StanzaError} where the room does not want to. */
export class RoomAdministration {
  readonly #context: CommandContext;
  readonly #room: BareJid;

  constructor(context: CommandContext, room: BareJid) {
    this.#context = context;
    this.#room = room;
  }

  /** See `describeRoom` in the commands. */
  async describe(): Promise<RoomDescription> {
    return describeRoom(this.#context, this.#room);
  }

  /**
   * How it is set; an owner may ask (§10.2).
   *
   * @throws {XmppError} `feature-not-implemented`: it has no form for that.
   */
  async settings(): Promise<DataForm> {
    const form = settingsIn(await this.#ask(settingsRequest(this.#room)));
    if (!form) throw new XmppError('feature-not-implemented');
    return form;
  }

  async changeSettings(form: DataForm, answers: FormAnswers): Promise<void> {
    await this.#ask(settingsChange(this.#room, form, answers));
  }

  /** Says that nobody changes anything: a room that is new waits for a word. */
  async cancelSettings(): Promise<void> {
    await this.#ask(settingsCancel(this.#room));
  }

  /** Who has an affiliation; admins and owners may ask (§9, §10). */
  async affiliated(affiliation: Affiliation): Promise<readonly Affiliated[]> {
    return affiliatedIn(await this.#ask(affiliatedRequest(this.#room, affiliation)), affiliation);
  }

  async setAffiliation(jid: Jid, affiliation: Affiliation): Promise<void> {
    await this.#ask(adminChange(this.#room, { jid, affiliation }));
  }

  /**
   * Gives it another picture, or none; an owner may (XEP-0486). The room tells everybody.
   *
   * @param picture a PNG or JPEG.
   */
  async setPicture(picture: Blob | undefined): Promise<void> {
    const photo = picture && { type: picture.type, data: toBase64(new Uint8Array(await picture.arrayBuffer())) };
    const before = await this.#ask(vcardRequest(this.#room)).catch((error: unknown) => {
      if (error instanceof StanzaError && error.condition === 'item-not-found') return undefined; // It has none yet.
      throw error;
    });
    await this.#ask(roomPhotoChange(this.#room, photo, before));
  }

  /** Closes it for good; an owner may (§10.9). */
  async close(closing: Closing): Promise<void> {
    await this.#ask(destroyRequest(this.#room, closing));
  }

  /** Has it invite somebody (§7.8.2). */
  async invite(jid: Jid, reason: string): Promise<void> {
    const id = newId();
    let refusal: string | undefined;
    const stop = this.#onRefusal(id, (condition) => (refusal = condition));
    this.#context.transport.send(inviteMessage(this.#room, id, jid, reason));
    try {
      // It says nothing to what it does. But it answers in order: whatever it has against it comes before this.
      await this.describe();
    } catch (error) {
      if (!(error instanceof StanzaError)) throw error;
    } finally {
      stop();
    }
    if (refusal !== undefined) throw new StanzaError(refusal);
  }

  /**
   * Asks for leave to speak (§7.13). Nobody says yes or no to that but by giving voice.
   *
   * @param onRefused told if the room does not even pass it on: a condition.
   * @returns stops listening for that.
   */
  askForVoice(onRefused: (condition: string) => void): () => void {
    const id = newId();
    this.#context.transport.send(voiceRequest(this.#room, id));
    return this.#onRefusal(id, onRefused);
  }

  /** What a moderator says to who asks for it (§8.6). */
  answerVoice(request: VoiceRequested, isAllowed: boolean): void {
    const { transport, dispatch } = this.#context;
    transport.send(voiceAnswer(request, newId(), isAllowed));
    dispatch({ kind: 'voice-request-settled', room: request.room, nick: request.nick });
  }

  /**
   * What it wants to know of whoever wants to be a member (§7.10); `registered`: they are.
   *
   * @throws {XmppError} `feature-not-implemented`: nothing that can be told here.
   */
  async membership(): Promise<DataForm | 'registered'> {
    const form = membershipIn(await this.#ask(membershipRequest(this.#room)));
    if (!form) throw new XmppError('feature-not-implemented');
    return form;
  }

  async askForMembership(form: DataForm, answers: FormAnswers): Promise<void> {
    await this.#ask(membershipWish(this.#room, form, answers));
  }

  #onRefusal(id: string, onRefused: (condition: string) => void): () => void {
    return this.#context.onEvent((event) => {
      if (event.kind === 'message-failed' && event.id === id && event.conversation === this.#room)
        onRefused(event.condition);
    });
  }

  #ask(iq: Element): Promise<Element> {
    return this.#context.transport.request(iq);
  }
}
