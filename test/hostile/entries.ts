/** One hostile input, and what must happen. */
export interface Entry {
  readonly id: string;
  readonly class: string;
  /** `message`, `presence`, `iq`: a stanza; `stream`, `http`: what a server says; `attribute`: what a page writes. */
  readonly via: 'message' | 'presence' | 'iq' | 'stream' | 'http' | 'attribute';
  readonly input: string;
  readonly expect: string;
  /** The state before. */
  readonly given?: string;
}

const response = await fetch(new URL('./hostile.json', import.meta.url));

/** The sample: all that a stranger, a room, a server or a careless page may do to us. */
export const entries = (await response.json()) as readonly Entry[];

/** Tries one entry on us and asserts what it expects; rejects where that does not hold. */
export type Check = (input: string) => Promise<void>;

/** Checks by the id of their entry. */
export type Checks = Readonly<Record<string, Check>>;

/** The text with the XML escapes that an input is written with undone. */
export function bodyOf(input: string): string {
  return new DOMParser().parseFromString(input, 'text/xml').querySelector('body')?.textContent ?? '';
}
