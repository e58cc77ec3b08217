import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url);

/** What a page loads, in bytes of gzip. A budget that no longer fits is raised on purpose, in a commit that says why. */
const budgets = {
  'xmpp-elements.js': 45_700,
  'xmpp-elements.loader.js': 3_000,
  'xmpp-elements.classic.js': 201_000,
};
/** What everybody who goes online loads beside the script, at the same time. */
const wireBudget = 33_700;
const sessionsBudget = 22_300;
/** The script and both of these. */
const onlineBudget = 101_400;
/** What comes on demand. */
const chunkBudget = 6_000;
/** All words of a language. */
const languageBudget = 6_500;
/** All emojis and their names, for whoever looks for one. */
const emojiBudget = 12_000;

const gzipOf = (name) => gzipSync(readFileSync(new URL(name, dist)), { level: 9 }).length;

describe('Sizes', () => {
  for (const [name, budget] of Object.entries(budgets)) {
    it(`${name} stays within ${budget} bytes`, () => {
      const size = gzipOf(name);

      assert.ok(size <= budget, `${size} bytes, ${size - budget} too many`);
    });
  }

  it(`every chunk stays within ${chunkBudget} bytes, the connection's within ${wireBudget}, the sessions' within ${sessionsBudget}, the emojis' within ${emojiBudget}`, () => {
    const chunks = readdirSync(dist, { recursive: true }).filter((name) => /^chunks.*\.js$/.test(name));
    const larger = { wire: wireBudget, registry: sessionsBudget, 'emoji-book': emojiBudget };
    for (const language of ['ar', 'de', 'fr']) larger[language] = languageBudget;
    const budgetOf = (name) => larger[/^chunks.([\w-]+)-\w+\.js$/.exec(name)?.[1]] ?? chunkBudget;

    assert.deepEqual(
      chunks.filter((name) => gzipOf(name) > budgetOf(name)),
      [],
    );
  });

  it(`what everybody who goes online loads comes at once, in three files, within ${onlineBudget} bytes`, () => {
    const chunks = readdirSync(new URL('chunks/', dist)).filter((name) => name.endsWith('.js'));
    const [wire, registry] = ['wire', 'registry'].map((name) =>
      chunks.find((chunk) => new RegExp(`^${name}-\\w+\\.js$`).test(chunk)),
    );
    const files = ['xmpp-elements.js', `chunks/${wire}`, `chunks/${registry}`];

    const waitsFor = files.flatMap((name) => [
      ...readFileSync(new URL(name, dist), 'utf8').matchAll(/\b(?:from|import)"(\.[^"]+)"/g),
    ]);
    assert.deepEqual(
      waitsFor.map(([, path]) => path),
      [],
      'none waits for another',
    );
    const size = files.reduce((sum, name) => sum + gzipOf(name), 0);
    assert.ok(size <= onlineBudget, `${size} bytes, ${size - onlineBudget} too many`);
  });

  it('integrity.json tells the sizes of what was built', () => {
    const files = JSON.parse(readFileSync(new URL('integrity.json', dist), 'utf8'));

    for (const name of Object.keys(budgets)) assert.equal(files[name].gzip, gzipOf(name));
  });
});
