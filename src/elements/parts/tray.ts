import { css, html, nothing, type LitElement, type TemplateResult } from 'lit';
import type { FileWay } from '../../controllers/conversation-controller.js';
import { XmppError } from '../../core/errors.js';
import type { Strings } from '../strings/strings.js';
import { keyed } from './keyed.js';
import type { Playback } from './recorder.js';

export const styles = css`
  .tray {
    flex: none;
    max-block-size: min(150px, 40cqb);
    margin: 0 12px;
    padding-block: 4px;
    overflow: hidden auto;
    scrollbar-width: thin;
  }

  .tray li {
    display: grid;
    grid-template-columns: fit-content(70%) minmax(max-content, 1fr) auto;
    align-items: center;
    column-gap: 8px;
    padding: 4px 4px 4px 10px;
    border-radius: 10px;
    background: var(--_surface);
    font-size: 13px;
  }

  .tray li + li {
    margin-block-start: 4px;
  }

  .tray .name {
    font-weight: 550;
  }

  .tray .size {
    color: var(--_muted);
    font-size: 12px;
  }

  .tray progress {
    grid-column: 1 / -1;
    inline-size: auto;
    appearance: none;
    block-size: 4px;
    margin-block: 2px 4px;
    border: 0;
    border-radius: 2px;
    overflow: hidden;
    background: var(--_surface-2);
    accent-color: var(--_accent);
  }

  .tray progress::-webkit-progress-bar {
    background: var(--_surface-2);
  }

  .tray progress::-webkit-progress-value {
    background: var(--_accent);
  }

  .tray progress::-moz-progress-bar {
    background: var(--_accent);
  }

  .why {
    flex: 1;
    grid-column: 1 / -1;
    color: var(--_danger);
    font-size: 12px;
    line-height: 16px;
  }

  .recording {
    display: flex;
    flex: none;
    align-items: center;
    gap: 8px;
    margin: 4px 12px;
    padding: 4px 4px 4px 10px;
    border-radius: 10px;
    background: var(--_surface);
    font-size: 13px;
  }

  .recording i {
    inline-size: 10px;
    block-size: 10px;
    border-radius: 50%;
    background: var(--_danger);
    animation: wait 0.8s infinite alternate ease-in-out;
  }

  .recording .time {
    flex: 1;
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
  }

  .drop-target {
    position: absolute;
    z-index: 3;
    inset: 8px;
    display: grid;
    place-content: center;
    padding: 16px;
    border: 2px dashed var(--_accent);
    border-radius: 12px;
    background: color-mix(in srgb, var(--_bg) 88%, transparent);
    color: var(--_accent);
    font-size: 16px;
    font-weight: 600;
    text-align: center;
  }
`;

export interface TrayActions {
  /** The last word before a file's address is sent: the address, or another text; `undefined`: nothing. */
  ask(text: string, to: string): string | undefined;
  /** Where the keyboard goes on. */
  focus(): void;
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** A file that shall be sent. */
interface Item {
  readonly file: File;
  readonly way: FileWay;
  /** `ready` goes with the next message; `waiting` goes when those before it are through. */
  state: 'ready' | 'waiting' | 'going' | 'failed';
  /** How much of it has gone, 0 to 1. */
  share: number;
  /** Why it failed. */
  condition?: string;
  /** Where it was spoken here. */
  readonly playback?: Playback | undefined;
  stop?: AbortController;
}

/** The files that are chosen, for every conversation that its element has shown: what goes, goes on out of sight. */
export class Tray {
  readonly #host: LitElement;
  readonly #actions: TrayActions;
  readonly #items: Item[] = [];
  #isGoing = false;

  constructor(host: LitElement, actions: TrayActions) {
    this.#host = host;
    this.#actions = actions;
  }

  add(file: File, way: FileWay, playback?: Playback): void {
    const isTooLarge = file.size > way.maxSize;
    const item: Item = { file, way, playback, state: isTooLarge ? 'failed' : 'ready', share: 0 };
    this.#items.push(isTooLarge ? { ...item, condition: 'file-too-large' } : item);
  }

  /** Forgets all. */
  clear(): void {
    for (const { stop, playback } of this.#items.splice(0)) {
      stop?.abort();
      playback?.stop();
    }
  }

  /** Whether there are files that go with the next message to somebody. */
  readyFor(to: string | undefined): boolean {
    return this.#items.some(({ state, way }) => state === 'ready' && way.to === to);
  }

  /** Sends them, one after the other. */
  send(to: string | undefined): void {
    for (const item of this.#items) if (item.state === 'ready' && item.way.to === to) item.state = 'waiting';
    void this.#go();
  }

  render(strings: Strings, to: string | undefined): unknown {
    const items = this.#items.filter(({ way }) => way.to === to);
    if (!items.length) return nothing;
    return html`<ul class="tray" aria-label=${strings.files}>
      ${keyed(
        items,
        (item) => item,
        (item) => this.#renderItem(item, strings),
      )}
    </ul>`;
  }

  #renderItem(item: Item, strings: Strings): TemplateResult {
    const { file, way, state, share, condition, playback } = item;
    const isTooLarge = condition === 'file-too-large';
    const button = (words: string, act: () => void) =>
      html`<button part="button" class="link" aria-label=${`${words}: ${file.name}`} @click=${act}>${words}</button>`;
    const isOnItsWay = state === 'waiting' || state === 'going';
    return html`<li>
      <bdi class="name ellipsis" title=${file.name}>${file.name}</bdi>
      <span class="size">${sizeOf(file.size, strings.lang)}</span>
      <span>
        ${
          playback?.isPlaying
            ? button(strings.stop, () => playback.stop())
            : playback && button(strings.listen, () => void playback.play())
        }
        ${state === 'failed' && !isTooLarge ? button(strings.tryAgain, () => this.#retry(item)) : nothing}
        ${button(isOnItsWay ? strings.cancel : strings.remove, () => this.#remove(item))}</span
      >
      ${isOnItsWay ? html`<progress aria-label=${file.name} max="1" value=${share}></progress>` : nothing}
      ${
        condition
          ? html`<span class="why" role="alert"
              >${isTooLarge ? strings.fileTooLarge(sizeOf(way.maxSize, strings.lang)) : strings.errorText(condition)}</span
            >`
          : nothing
      }
    </li>`;
  }

  #retry(item: Item): void {
    this.#change(item, { state: 'waiting', share: 0, condition: undefined });
    this.#actions.focus();
    void this.#go();
  }

  #remove(item: Item): void {
    item.stop?.abort();
    this.#forget(item);
    this.#actions.focus();
  }

  async #go(): Promise<void> {
    if (this.#isGoing) return;
    this.#isGoing = true;
    for (let item = this.#next; item; item = this.#next) await this.#sendOne(item);
    this.#isGoing = false;
  }

  get #next(): Item | undefined {
    return this.#items.find(({ state }) => state === 'waiting');
  }

  async #sendOne(item: Item): Promise<void> {
    const stop = new AbortController();
    this.#change(item, { state: 'going', stop });
    try {
      const onProgress = (share: number) => this.#change(item, { share });
      const address = await item.way.upload(item.file, { signal: stop.signal, onProgress });
      if (!stop.signal.aborted) this.#say(item, address);
    } catch (error) {
      const condition = error instanceof XmppError ? error.condition : 'upload-failed';
      if (!stop.signal.aborted) this.#change(item, { state: 'failed', condition });
    }
  }

  /** @throws {XmppError} `cancelled`: the page would not have it said. */
  #say(item: Item, address: string): void {
    const wished = this.#actions.ask(address, item.way.to);
    if (wished === undefined) throw new XmppError('cancelled');
    this.#forget(item);
    // How it ends stands on the message itself.
    item.way.send(wished, wished === address ? address : undefined).catch(() => undefined);
  }

  #change(item: Item, change: Partial<Item> | { readonly condition: undefined }): void {
    Object.assign(item, change);
    this.#host.requestUpdate();
  }

  #forget(item: Item): void {
    const place = this.#items.indexOf(item);
    if (place >= 0) this.#items.splice(place, 1);
    item.playback?.stop();
    this.#host.requestUpdate();
  }
}

/** Lies over the element while files are above it. */
export function renderTarget({ dropFiles }: Strings): TemplateResult {
  return html`<p class="drop-target">${dropFiles}</p>`;
}

function sizeOf(bytes: number, lang: string): string {
  const step = Math.min(Math.floor(Math.log2(Math.max(1, bytes)) / 10), UNITS.length - 1);
  const format = { style: 'unit', unit: UNITS[step], maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(lang, format).format(bytes / 1024 ** step);
}
