/** What a stranger calls something, on one line and no longer than this many characters; `''` where they say nothing. */
export function bounded(text: string | null | undefined, max: number): string {
  const line = text?.replace(/\s+/g, ' ').trim() ?? '';
  // Not between the halves of a character.
  return line.slice(0, max).replace(/[\ud800-\udbff]$/, '');
}
