import { html, nothing, type LitElement, type ReactiveController } from 'lit';
import {
  AttentionController,
  type AttentionScope,
  type Call,
  type Way,
} from '../../controllers/attention-controller.js';
import { toBare, type Jid } from '../../core/jid.js';
import type { Strings } from '../strings/strings.js';

/** How much of a message stands in a notification. */
const LONG = 200;
/** After a tone there is none for so long, in ms: what comes at once is one thing. */
const REST = 1500;

export interface AttentionView {
  readonly strings: Strings;
  readonly scope: AttentionScope;
  /** Who speaks, and where. */
  nameOf(conversation: Jid, from: Jid): string;
  /** Shows a conversation, and puts the cursor where one writes. */
  goTo(conversation: Jid): void;
}

type Host = LitElement & {
  readonly launcher: boolean;
  readonly notifications: boolean;
  readonly sound: boolean;
  readonly titleBadge: boolean;
  readonly appBadge: boolean;
  readonly unread: number;
  open: boolean;
  focusComposer(): void;
};

/** Calls somebody who looks elsewhere, in the ways that the page has asked for. */
export class Attention implements ReactiveController {
  readonly #host: Host;
  readonly #view: () => AttentionView;
  readonly #calls: AttentionController;
  readonly #shown = new Map<Jid, Notification>();
  #audio: AudioContext | undefined;
  #lastTone = -Infinity;
  #badged: number | undefined;
  readonly #refresh = () => this.#host.requestUpdate();

  constructor(host: Host, view: () => AttentionView) {
    this.#host = host;
    this.#view = view;
    this.#calls = new AttentionController(
      host,
      () => view().scope,
      () => this.#ways,
      (way, call) => (way === 'sound' ? this.#play() : this.#notify(call)),
    );
    host.addController(this);
  }

  hostConnected(): void {
    // Who looks elsewhere from now on may be called.
    addEventListener('blur', this.#refresh);
  }

  hostUpdated(): void {
    for (const conversation of this.#shown.keys()) if (!this.#calls.isUnread(conversation)) this.#close(conversation);
    this.#count();
  }

  hostDisconnected(): void {
    removeEventListener('blur', this.#refresh);
    for (const conversation of this.#shown.keys()) this.#close(conversation);
    void this.#audio?.close();
    this.#audio = undefined;
    this.#count();
  }

  /** Asks the browser for notifications: only because somebody pressed it, and only where nobody has answered yet. */
  renderButton(): unknown {
    const isAsked = this.#host.notifications && 'Notification' in globalThis && Notification.permission === 'default';
    return isAsked
      ? html`<button part="button" class="link notify" @click=${this.#ask}>${this.#view().strings.notifyMe}</button>`
      : nothing;
  }

  readonly #ask = async (): Promise<void> => {
    await Notification.requestPermission();
    const hasFocus = this.#host.shadowRoot?.activeElement?.classList.contains('notify');
    this.#refresh();
    await this.#host.updateComplete;
    // The button is gone; whoever pressed it by keyboard goes on by writing.
    if (hasFocus && Notification.permission !== 'default') this.#host.focusComposer();
  };

  get #ways(): readonly Way[] {
    const { notifications, sound } = this.#host;
    const canNotify = notifications && 'Notification' in globalThis && Notification.permission === 'granted';
    // Before the first gesture browsers play nothing, and complain about it.
    const canPlay = sound && navigator.userActivation.hasBeenActive;
    return [...(canNotify ? (['notification'] as const) : []), ...(canPlay ? (['sound'] as const) : [])];
  }

  #notify({ conversation, from, body, isStranger }: Call): void {
    const { strings, nameOf, scope } = this.#view();
    const title = isStranger ? strings.newMessage : nameOf(conversation, from);
    this.#close(conversation);
    try {
      const words = { body: isStranger ? '' : body.slice(0, LONG), lang: strings.lang, silent: true };
      // Another tab may have shown the one before: it makes way, and this one comes up all the same.
      const options = {
        ...words,
        tag: `${toBare(scope.session?.jid ?? conversation)} ${conversation}`,
        renotify: true,
      };
      const notification = new Notification(title, options);
      notification.onclick = () => void this.#goTo(conversation);
      this.#shown.set(conversation, notification);
    } catch {
      // Chromium on Android has them from service workers alone.
    }
  }

  async #goTo(conversation: Jid): Promise<void> {
    focus();
    this.#close(conversation);
    if (this.#host.launcher) this.#host.open = true;
    await this.#host.updateComplete;
    this.#view().goTo(conversation);
  }

  #close(conversation: Jid): void {
    this.#shown.get(conversation)?.close();
    this.#shown.delete(conversation);
  }

  /** Two soft notes. */
  #play(): void {
    const now = performance.now();
    if (now - this.#lastTone < REST) return;
    this.#lastTone = now;
    const audio = (this.#audio ??= new AudioContext());
    void audio.resume();
    const at = audio.currentTime;
    const volume = audio.createGain();
    volume.gain.setValueAtTime(0.0001, at);
    volume.gain.exponentialRampToValueAtTime(0.1, at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.6);
    const tone = audio.createOscillator();
    tone.frequency.setValueAtTime(659, at);
    tone.frequency.setValueAtTime(880, at + 0.12);
    tone.connect(volume).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 0.6);
  }

  #count(): void {
    const { titleBadge, appBadge } = this.#host;
    showInTitle(this.#total('title-badge', titleBadge));
    const count = this.#total('app-badge', appBadge);
    if (!('setAppBadge' in navigator) || count === this.#badged || !(appBadge || this.#badged)) return;
    this.#badged = count;
    // Where the page is no installed app there may be nowhere to show it.
    (count ? navigator.setAppBadge(count) : navigator.clearAppBadge()).catch(() => undefined);
  }

  /** Of all elements of the page that ask for the same badge: there is only one. */
  #total(attribute: string, isAsked: boolean): number {
    const all = new Set<{ readonly unread?: number }>(document.querySelectorAll(`[${attribute}]`) as never);
    if (isAsked && this.#host.isConnected) all.add(this.#host);
    return [...all].reduce((sum, { unread = 0 }) => sum + unread, 0);
  }
}

/** “(3) Title”, and the title as it was once there is nothing to count. A page that changes it meanwhile has its will. */
function showInTitle(count: number): void {
  const title = document.head.querySelector('title');
  if (!title) return;
  const { xmppPlain = '', xmppShown } = title.dataset;
  const text = title.textContent;
  const plain = xmppShown !== undefined && text === xmppShown ? xmppPlain : text;
  const wanted = count ? `(${count}) ${plain}` : plain;
  if (text === wanted) return;
  title.textContent = wanted;
  // Other elements of the page go on from here.
  if (count) Object.assign(title.dataset, { xmppPlain: plain, xmppShown: wanted });
  else for (const key of ['xmppPlain', 'xmppShown']) delete title.dataset[key];
}
