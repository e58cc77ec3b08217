import type { ReactiveControllerHost } from 'lit';
import { XmppError } from '../core/errors.js';
import { resourceOf, toBare, type BareJid, type Jid } from '../core/jid.js';
import type { XmppSession } from '../session/session.js';
import type { Room } from '../stores/rooms-store.js';
import type { VoiceRequested } from '../stores/voice-requests-store.js';
import { StoreController } from './store-controller.js';

type Administration = Awaited<ReturnType<XmppSession['roomAdministration']>>;
/** A form of the room's. */
export type RoomForm = Awaited<ReturnType<Administration['settings']>>;
export type FormAnswers = Parameters<Administration['changeSettings']>[1];
export type RoomDescription = Awaited<ReturnType<Administration['describe']>>;
export type Affiliated = Awaited<ReturnType<Administration['affiliated']>>[number];
export type { VoiceRequested };

/** What may be done about a room (XEP-0045 §5.2). The room has the last word. */
export interface RoomPowers {
  readonly settings: boolean;
  readonly lists: boolean;
}

/** A moderator who says no says it to nobody: after so long, in ms, one may ask again. */
const ANSWERED = 60_000;

/** Somebody whom we have invited, and who does not want to. */
export interface Declined {
  readonly jid: BareJid;
  readonly reason: string;
}

/** One room, for whoever looks at it more closely, keeps it, or wants to be heard in it. */
export class RoomDeskController {
  readonly session: XmppSession;
  readonly room: BareJid;
  readonly #store: StoreController;
  readonly #host: ReactiveControllerHost;
  #stop: (() => void) | undefined;
  #hasAsked = false;
  #isUnanswered = false;
  #patience: ReturnType<typeof setTimeout> | undefined;
  #refusal: string | undefined;
  readonly #invited = new Set<BareJid>();
  #declined: readonly Declined[] = [];
  #stopInvitations: (() => void) | undefined;

  constructor(host: ReactiveControllerHost, session: XmppSession, room: BareJid) {
    this.#host = host;
    this.session = session;
    this.room = room;
    this.#store = new StoreController(host);
    this.#store.follow(session.stores.voiceRequests, (requests) => requests.get(room));
    this.#store.follow(session.stores.features, (features) => features.get(room));
    this.#store.follow(session.stores.conversations, (all) => whispersIn(all, room).join('\n'));
  }

  /** Another room is shown. */
  end(): void {
    this.forgetAsking();
    this.#stopInvitations?.();
    this.#store.unfollow();
    this.#host.removeController(this.#store);
  }

  /** As the stores know it. */
  get state(): Room | undefined {
    return this.session.stores.rooms.value.get(this.room);
  }

  get isIn(): boolean {
    return this.state?.state === 'joined';
  }

  get powers(): RoomPowers {
    const affiliation = this.isIn ? this.state?.affiliation : undefined;
    return { settings: affiliation === 'owner', lists: affiliation === 'owner' || affiliation === 'admin' };
  }

  /** Moderators may say what it is about, and perhaps others: the room would tell them. */
  get maySetSubject(): boolean {
    return this.isIn && this.state?.role === 'moderator';
  }

  /** Guests have nobody to invite. */
  get mayInvite(): boolean {
    return this.isIn && !this.session.isGuest;
  }

  /** Of those whom we have invited, who has said no since. */
  get declined(): readonly Declined[] {
    return this.#declined;
  }

  /** See `RoomAdministration.invite` in the session. What comes of it stands in `declined`. */
  async invite(jid: BareJid, reason: string): Promise<void> {
    await (await this.administration()).invite(jid, reason);
    this.#invited.add(jid);
    this.#stopInvitations ??= this.session.onEvent((event) => {
      if (event.kind !== 'invitation-declined' || event.room !== this.room) return;
      const whom = toBare(event.from);
      // Anybody can say no to what nobody has asked.
      if (!this.#invited.delete(whom)) return;
      this.#declined = [...this.#declined, { jid: whom, reason: event.reason }];
      this.#host.requestUpdate();
    });
  }

  /** Somebody has read it. */
  forgetDeclined(declined: Declined): void {
    this.#declined = this.#declined.filter((each) => each !== declined);
    this.#host.requestUpdate();
  }

  /** An owner may give it a picture: it takes one (XEP-0486 §3.1). */
  get takesPicture(): boolean {
    return this.powers.settings && !!this.session.stores.features.value.get(this.room)?.features.has('vcard-temp');
  }

  /** It has a picture. */
  get hasPicture(): boolean {
    return this.session.stores.avatars.value.byJid.has(this.room);
  }

  /** Whom we can let speak: whoever asks, is still here, and cannot yet. */
  get requests(): readonly VoiceRequested[] {
    const { voiceRequests, occupants } = this.session.stores;
    if (!this.isIn || this.state?.role !== 'moderator') return [];
    const isSilent = ({ nick }: VoiceRequested) => occupants.value.get(this.room)?.byNick.get(nick)?.role === 'visitor';
    return (voiceRequests.value.get(this.room) ?? []).filter(isSilent);
  }

  /** With which occupants there is something in private that nobody has seen, by their JIDs. */
  get whispers(): readonly Jid[] {
    return whispersIn(this.session.stores.conversations.value, this.room);
  }

  /** Whether we have asked for leave to speak, since we cannot. */
  get hasAsked(): boolean {
    return this.#hasAsked;
  }

  /** Nobody has let us speak since, for a while. */
  get isUnanswered(): boolean {
    return this.#isUnanswered;
  }

  /** Why that was not even passed on: a condition. */
  get refusal(): string | undefined {
    return this.#refusal;
  }

  async askForVoice(): Promise<void> {
    this.forgetAsking();
    const administration = await this.administration();
    this.#stop = administration.askForVoice((condition) => {
      this.#refusal = condition;
      this.#host.requestUpdate();
    });
    this.#hasAsked = true;
    this.#patience = setTimeout(() => {
      this.#isUnanswered = true;
      this.#host.requestUpdate();
    }, ANSWERED);
    this.#host.requestUpdate();
  }

  /** We can speak, or are no longer in: what we have asked is over. */
  forgetAsking(): void {
    this.#stop?.();
    clearTimeout(this.#patience);
    this.#hasAsked = this.#isUnanswered = false;
    this.#refusal = undefined;
  }

  async answerVoice(request: VoiceRequested, isAllowed: boolean): Promise<void> {
    (await this.administration()).answerVoice(request, isAllowed);
  }

  async setAffiliation(jid: Jid, affiliation: Parameters<Administration['setAffiliation']>[1]): Promise<void> {
    await (await this.administration()).setAffiliation(jid, affiliation);
  }

  /** All else that is asked of it. */
  administration(): Promise<Administration> {
    return this.session.roomAdministration(this.room);
  }
}

function whispersIn(all: XmppSession['stores']['conversations']['value'], room: BareJid): readonly Jid[] {
  const unread = [...all.values()].filter(({ jid, type, unread }) => unread && type === 'chat' && resourceOf(jid));
  return unread.map(({ jid }) => jid).filter((jid) => jid.startsWith(`${room}/`));
}

/** The condition of what went wrong. */
export function conditionOf(error: unknown): string {
  return error instanceof XmppError ? error.condition : '';
}
