import { html, type LitElement, type TemplateResult } from 'lit';
import type { FileWay } from '../../controllers/conversation-controller.js';
import type { Strings } from '../strings/strings.js';

/** Nobody listens to more, and a microphone that was forgotten is off again. In ms. */
const MAX_LENGTH = 15 * 60_000;
/** Enough for a voice. */
const BITS_A_SECOND = 32_000;
/** What most can play comes first. */
const FORMATS = ['audio/mp4;codecs=mp4a.40.2', 'audio/ogg;codecs=opus', 'audio/webm;codecs=opus', 'audio/mp4'];
const ENDINGS: Readonly<Record<string, string>> = { 'audio/mp4': 'm4a', 'audio/ogg': 'ogg' };

/** A voice message while it is spoken. The microphone is on until it is stopped or thrown away, and no longer. */
export class Recorder {
  readonly way: FileWay;
  readonly #host: LitElement;
  readonly #done: (file: File | undefined) => void;
  #stream: MediaStream | undefined;
  #recorder: MediaRecorder | undefined;
  #startedAt = 0;
  #tick: ReturnType<typeof setInterval> | undefined;
  #isKept = true;
  #isOver = false;
  #hasFailed = false;

  /** @param done gets what was said, or nothing where it was thrown away. */
  constructor(host: LitElement, way: FileWay, done: (file: File | undefined) => void) {
    this.#host = host;
    this.way = way;
    this.#done = done;
    this.#start().catch(() => {
      // Refused, or there is none.
      this.#hasFailed = true;
      this.#release();
    });
  }

  /** All is said. */
  stop(): void {
    if (!this.#recorder) return this.#end(undefined);
    // What was said comes with its last event.
    if (this.#recorder.state === 'recording') this.#recorder.stop();
    this.#release();
  }

  discard(): void {
    this.#isKept = false;
    this.stop();
  }

  render(strings: Strings): TemplateResult {
    const button = (words: string, act: () => void) =>
      html`<button type="button" part="button" class="link" @click=${act}>${words}</button>`;
    if (this.#hasFailed) {
      return html`<div class="recording">
        <span class="why" role="alert">${strings.errorText('no-microphone')}</span>
        ${button(strings.close, () => this.discard())}
      </div>`;
    }
    const seconds = this.#startedAt ? Math.floor((performance.now() - this.#startedAt) / 1000) : 0;
    return html`<div class="recording" role="group" aria-label=${strings.voiceMessage}>
      <i></i><span>${strings.recording}</span>
      <span class="time" role="timer">${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}</span>
      ${button(strings.stop, () => this.stop())} ${button(strings.discard, () => this.discard())}
    </div>`;
  }

  async #start(): Promise<void> {
    this.#stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    // Thrown away while the browser asked for leave.
    if (this.#isOver) return this.#release();
    const mimeType = FORMATS.find((format) => MediaRecorder.isTypeSupported(format)) ?? '';
    const recorder = new MediaRecorder(this.#stream, { mimeType, audioBitsPerSecond: BITS_A_SECOND });
    const pieces: Blob[] = [];
    recorder.ondataavailable = ({ data }) => pieces.push(data);
    recorder.onstop = () => this.#end(fileOf(pieces, recorder.mimeType));
    recorder.start();
    this.#recorder = recorder;
    this.#startedAt = performance.now();
    this.#tick = setInterval(() => this.#onTick(), 1000);
    this.#host.requestUpdate();
  }

  #onTick(): void {
    if (performance.now() - this.#startedAt > MAX_LENGTH) this.stop();
    this.#host.requestUpdate();
  }

  #end(file: File | undefined): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#release();
    this.#done(this.#isKept ? file : undefined);
  }

  #release(): void {
    clearInterval(this.#tick);
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#host.requestUpdate();
  }
}

function fileOf(pieces: readonly Blob[], mimeType: string): File {
  const type = mimeType.split(';')[0] ?? '';
  return new File([...pieces], `voice-message.${ENDINGS[type] ?? 'weba'}`, { type });
}

/**
 * Lets somebody hear what they said before they send it. It is decoded here: a player of the browser's would need leave
 * of the page's Content Security Policy.
 */
export class Playback {
  readonly #file: File;
  readonly #onChange: () => void;
  #context: AudioContext | undefined;

  constructor(file: File, onChange: () => void) {
    this.#file = file;
    this.#onChange = onChange;
  }

  get isPlaying(): boolean {
    return !!this.#context;
  }

  async play(): Promise<void> {
    this.stop();
    const context = (this.#context = new AudioContext());
    this.#onChange();
    try {
      const source = context.createBufferSource();
      source.buffer = await context.decodeAudioData(await this.#file.arrayBuffer());
      source.connect(context.destination);
      source.onended = () => this.#stop(context);
      source.start();
    } catch {
      this.#stop(context); // It cannot be heard here; it can be sent all the same.
    }
  }

  stop(): void {
    this.#stop(this.#context);
  }

  #stop(context: AudioContext | undefined): void {
    if (!context || context !== this.#context) return;
    this.#context = undefined;
    void context.close();
    this.#onChange();
  }
}
