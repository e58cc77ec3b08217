/** Bytes, or the UTF-8 of a text, as base64. */
export function toBase64(data: Uint8Array | string): string {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  // A function takes only so many arguments.
  return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ''));
}

/** @throws {DOMException} the text is no base64. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
