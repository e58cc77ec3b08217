import { expect } from '@open-wc/testing';
import { roomStrings as arabic } from '../../src/elements/strings/room/ar.js';
import { roomStrings as german } from '../../src/elements/strings/room/de.js';
import { roomStrings as en } from '../../src/elements/strings/room/en.js';
import { roomStrings as french } from '../../src/elements/strings/room/fr.js';
import { roomStringsFor, wordsFor } from '../../src/elements/strings/room/room-strings.js';

/** Every text in it, by its path. */
function textsOf(table: object, path = ''): readonly (readonly [path: string, text: unknown])[] {
  return Object.entries(table).flatMap(([key, value]: [string, unknown]) => {
    const place = `${path}/${key}`;
    if (typeof value === 'function') return [[place, (value as (arg: string) => string)('x')] as const];
    return value && typeof value === 'object' ? textsOf(value, place) : [[place, value] as const];
  });
}

describe('The words about rooms', () => {
  for (const [lang, language] of Object.entries({ german, french, arabic })) {
    it(`are in ${lang}, all of them and each differently`, () => {
      const [ours, theirs] = [new Map(textsOf(en)), new Map(textsOf(language))];

      expect([...theirs.keys()]).to.have.members([...ours.keys()]);
      const same = [...ours].filter(([path, text]) => theirs.get(path) === text).map(([path]) => path);
      // French says “Description”, and “Contact”, too.
      expect(same).to.deep.equal(lang === 'french' ? ['/description', '/contacts'] : []);
    });
  }

  it('come when they are asked for, and once', async () => {
    let calls = 0;
    const first = await new Promise((resolve) => {
      const isHere = () => resolve((calls += 1));
      expect(roomStringsFor('fr-CA', isHere)).to.equal(undefined);
      expect(roomStringsFor('fr', isHere)).to.equal(undefined);
    });

    expect(first).to.equal(1);
    expect(roomStringsFor('fr', () => undefined)?.room).to.equal('Salon');
  });

  it('are English where nobody speaks the language, at once', () => {
    for (const lang of ['en-GB', 'xx', '', '__proto__']) expect(roomStringsFor(lang, () => undefined)).to.equal(en);
  });

  it('have none of their own for conditions that nobody foresaw', () => {
    for (const condition of ['', 'constructor', '__proto__']) {
      expect(wordsFor(en.listErrors, condition)).to.equal(undefined);
    }
  });
});
