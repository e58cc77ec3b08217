import { css, html, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';

/** Larger than most places for it, on a screen of twice the density, in px. */
const SIZE = 96;
/** How many are kept ready to be drawn. */
const MOST = 200;

export const styles = css`
  .picture {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    border-radius: inherit;
    opacity: 0;
    transition: opacity 0.15s;
  }

  .picture[data-drawn] {
    opacity: 1;
  }
`;

/**
 * Draws pictures over the letters of those who have one, once they come into view. On canvases: a strict page allows no
 * images of another's making, and what cannot be drawn stays a letter.
 */
export class Pictures {
  readonly #load: (jid: string) => Promise<Blob | undefined>;
  readonly #bitmaps = new Map<string, Promise<ImageBitmap | undefined>>();
  readonly #refs = new Map<string, (canvas: Element | undefined) => void>();
  readonly #wishes = new WeakMap<Element, readonly [jid: string, hash: string]>();
  readonly #observer = new IntersectionObserver((changes) => {
    for (const { isIntersecting, target } of changes) if (isIntersecting) this.#onShown(target as HTMLCanvasElement);
  });

  /** @param load fetches somebody's picture. */
  constructor(load: (jid: string) => Promise<Blob | undefined>) {
    this.#load = load;
  }

  render(jid: string, hash: string, size = SIZE): TemplateResult {
    return html`<canvas class="picture" width=${size} height=${size} ${ref(this.#refFor(jid, hash))}></canvas>`;
  }

  /** The same function for the same picture: another one would be a change to Lit. */
  #refFor(jid: string, hash: string): (canvas: Element | undefined) => void {
    const key = `${jid} ${hash}`;
    let take = this.#refs.get(key);
    if (!take) {
      take = (canvas) => {
        if (!canvas) return;
        this.#wishes.set(canvas, [jid, hash]);
        delete (canvas as HTMLCanvasElement).dataset['drawn'];
        this.#observer.observe(canvas);
      };
      if (this.#refs.size >= MOST) this.#refs.clear();
      this.#refs.set(key, take);
    }
    return take;
  }

  #onShown(canvas: HTMLCanvasElement): void {
    this.#observer.unobserve(canvas);
    const wish = this.#wishes.get(canvas);
    if (wish) void this.#draw(canvas, wish);
  }

  async #draw(canvas: HTMLCanvasElement, wish: readonly [jid: string, hash: string]): Promise<void> {
    const [jid, hash] = wish;
    const bitmap = await (this.#bitmaps.get(hash) ?? this.#decode(jid, hash));
    if (!bitmap || this.#wishes.get(canvas) !== wish) return;
    // The middle of it: people choose what is not square, too.
    const side = Math.min(bitmap.width, bitmap.height);
    const [left, top] = [(bitmap.width - side) / 2, (bitmap.height - side) / 2];
    canvas.getContext('2d')?.drawImage(bitmap, left, top, side, side, 0, 0, canvas.width, canvas.height);
    canvas.dataset['drawn'] = '';
  }

  #decode(jid: string, hash: string): Promise<ImageBitmap | undefined> {
    const bitmap = this.#load(jid)
      .then((blob) => blob && createImageBitmap(blob))
      .catch(() => undefined); // Nothing that can be drawn.
    if (this.#bitmaps.size >= MOST) this.#bitmaps.clear();
    this.#bitmaps.set(hash, bitmap);
    // It may be had later.
    void bitmap.then((found) => found ?? this.#bitmaps.delete(hash));
    return bitmap;
  }
}
