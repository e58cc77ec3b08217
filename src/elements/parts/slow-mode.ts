import { css, html, type ReactiveController, type ReactiveControllerHost } from 'lit';
import type { Message } from '../../stores/entries.js';
import type { ConversationController } from '../../controllers/conversation-controller.js';
import type { Strings } from '../strings/strings.js';

export const styles = css`
  .pace {
    padding: 2px 16px;
    color: var(--_muted);
    font-size: 13px;
    font-variant-numeric: tabular-nums;
    line-height: 18px;
  }
`;

/** XEP-0500: how long it takes until one may write again, told before one tries. */
export class SlowMode implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #conversation: ConversationController;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The key of the message of ours that is on its way. */
  #sending: string | undefined;
  /** Of the one that counts, and since when it does, in ms since the epoch. */
  #counted: string | undefined;
  #since = 0;
  /** What was read out last. */
  #told = '';
  #isWaiting = false;

  constructor(host: ReactiveControllerHost, conversation: ConversationController) {
    this.#host = host;
    this.#conversation = conversation;
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
  }

  /** @param seconds how long the room has everybody wait between two messages. */
  render(words: Strings, seconds: number): { readonly isHeld: boolean; readonly line: unknown } {
    const left = this.#left(seconds);
    const isHeld = left > 0;
    // The seconds are for the eye; read out is when it begins and when it is over.
    if (isHeld !== this.#isWaiting) this.#told = isHeld ? words.writeAgainIn(left) : words.writeAgain;
    this.#isWaiting = isHeld;
    const line = html`<p class="pace">
      <span aria-hidden=${isHeld}>${isHeld ? words.writeAgainIn(left) : words.slowMode(seconds)}</span
      ><span class="sr" role="status">${this.#told}</span>
    </p>`;
    return { isHeld, line };
  }

  /** In seconds. The server counts from when it had the message; we know of that when the room says it back. */
  #left(seconds: number): number {
    clearTimeout(this.#timer);
    const last = this.#last;
    if (!last) return 0;
    if (last.state === 'sending') {
      this.#sending = last.key;
      return seconds;
    }
    if (last.key !== this.#counted) {
      this.#counted = last.key;
      this.#since = last.key === this.#sending ? Date.now() : last.at;
    }
    const left = Math.min(seconds * 1000, this.#since + seconds * 1000 - Date.now());
    if (left <= 0) return 0;
    this.#timer = setTimeout(() => this.#host.requestUpdate(), left % 1000 || 1000);
    return Math.ceil(left / 1000);
  }

  get #last(): Message | undefined {
    return this.#conversation.entries.findLast(
      (entry): entry is Message => entry.kind === 'message' && entry.isOwn && entry.state !== 'failed',
    );
  }
}
