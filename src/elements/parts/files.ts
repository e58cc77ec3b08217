import { html, nothing, type LitElement, type ReactiveController, type TemplateResult } from 'lit';
import type { ConversationController } from '../../controllers/conversation-controller.js';
import type { Strings } from '../strings/strings.js';
import { icon } from './icon.js';
import type { Recorder } from './recorder.js';
import { renderTarget, Tray, type TrayActions } from './tray.js';

export { styles } from './tray.js';

/** Files on their way in: chosen, pasted, or dropped anywhere on the element. */
export class Files implements ReactiveController {
  readonly #host: LitElement;
  readonly #conversation: ConversationController;
  readonly #actions: TrayActions;
  readonly #tray: Tray;
  /** Whether one may send some here, as the last render said. */
  #isAllowed = false;
  #recorder: Recorder | undefined;
  /** They are above the element. */
  #isOver = false;

  constructor(host: LitElement, conversation: ConversationController, actions: TrayActions) {
    this.#host = host;
    this.#conversation = conversation;
    this.#actions = actions;
    this.#tray = new Tray(host, actions);
    host.addController(this);
    for (const type of ['dragover', 'dragleave', 'drop', 'paste']) host.addEventListener(type, this.#onFiles);
  }

  hostUpdate(): void {
    // A microphone is on only while one sees that it is.
    if (!this.#isAllowed || this.#recorder?.way.to !== this.#conversation.jid) this.#recorder?.stop();
    this.#isAllowed = false;
    // What somebody chose is not for who signs in next.
    if (!this.#conversation.takesFiles) this.#tray.clear();
  }

  hostDisconnected(): void {
    this.#recorder?.stop();
  }

  /** Takes files until the next render. */
  allow(): this {
    this.#isAllowed = true;
    return this;
  }

  /** Whether there are files that go with the next message. */
  get areReady(): boolean {
    return this.#tray.readyFor(this.#conversation.jid);
  }

  /** Sends them. */
  send(): void {
    this.#tray.send(this.#conversation.jid);
  }

  /** The files that are chosen for this conversation, and where to drop others. */
  render(strings: Strings): unknown {
    return [
      this.#tray.render(strings, this.#conversation.jid),
      this.#recorder?.render(strings),
      this.#isOver ? renderTarget(strings) : undefined,
    ];
  }

  renderButtons({ attachFiles, recordVoice }: Strings): TemplateResult {
    const hasMicrophone = 'MediaRecorder' in window && 'mediaDevices' in navigator;
    return html`<button type="button" class="tool" aria-label=${attachFiles} title=${attachFiles} @click=${choose}>
        ${icon('attach')}
      </button>
      <input type="file" multiple hidden @change=${this.#onChosen} />
      ${
        hasMicrophone
          ? html`<button
              type="button"
              class="tool"
              aria-label=${recordVoice}
              title=${recordVoice}
              ?disabled=${!!this.#recorder}
              @click=${() => this.#record().catch(reportError)}
            >
              ${icon('microphone')}
            </button>`
          : nothing
      }`;
  }

  readonly #onChosen = ({ target }: Event): void => {
    const input = target as HTMLInputElement;
    this.#add([...(input.files ?? [])]);
    // So that the same file can be chosen again.
    input.value = '';
  };

  readonly #onFiles = (event: Event): void => {
    const { type } = event;
    const data = (event as DragEvent).dataTransfer ?? (event as ClipboardEvent).clipboardData;
    if (!data?.types.includes('Files') || !this.#isAllowed) return;
    // Words that are copied elsewhere may have a picture of themselves with them.
    if (type === 'paste' && data.types.includes('text/plain')) return;
    event.preventDefault();
    const isOver = type === 'dragover';
    if (isOver !== this.#isOver) this.#host.requestUpdate();
    this.#isOver = isOver;
    if (data.files.length && !isOver) this.#add([...data.files]);
  };

  async #record(): Promise<void> {
    const { Recorder, Playback } = await import('./recorder.js');
    const way = this.#conversation.files;
    if (!way || this.#recorder || !this.#isAllowed) return;
    this.#recorder = new Recorder(this.#host, way, (file) => {
      this.#recorder = undefined;
      if (file) this.#tray.add(file, way, new Playback(file, () => this.#host.requestUpdate()));
      this.#host.requestUpdate();
      this.#actions.focus();
    });
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    this.#host.renderRoot.querySelector<HTMLElement>('.recording button')?.focus();
  }

  #add(files: readonly File[]): void {
    const way = this.#conversation.files;
    if (way) for (const file of files) this.#tray.add(file, way);
    this.#host.requestUpdate();
    this.#actions.focus();
  }
}

function choose({ currentTarget }: Event): void {
  ((currentTarget as Element).nextElementSibling as HTMLInputElement).click();
}
