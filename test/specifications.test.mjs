/** README's table of specifications and the journeys with another client name each other. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

const read = (path) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const numbersIn = (text) => text.match(/\b\d{4}\b/g) ?? [];

const rows = read('README.md')
  .split('\n## ')
  .find((section) => section.startsWith('What is spoken\n'))
  .split('\n')
  .filter((line) => /^\| (XEP|RFC)-?/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, specification, , , named]) => ({ specification, named: named ? named.split('; ') : [] }));

const journeys = [...read('test/live/interop.test.mjs').matchAll(/^ {2}it\('(.*) \((.*)\)',/gm)].map(
  ([, title, numbers]) => ({ title, numbers: numbersIn(numbers) }),
);

describe('README’s table of specifications', () => {
  it('names journeys with another client that there are, and that are of the specification', () => {
    for (const { specification, named } of rows) {
      for (const name of named) {
        const { numbers = [] } = journeys.find(({ title }) => title.startsWith(name)) ?? {};
        const isOfIt = numbersIn(specification).some((number) => numbers.includes(number));
        assert.ok(isOfIt, `${specification}: no journey “${name}”`);
      }
    }
  });

  it('names one for every specification that a journey shows', () => {
    assert.ok(journeys.length > 10);
    for (const { title, numbers } of journeys) {
      for (const number of numbers) {
        const row = rows.find(({ specification }) => numbersIn(specification).includes(number));
        assert.ok(
          row?.named.some((name) => title.startsWith(name)),
          `${number}: “${title}”`,
        );
      }
    }
  });
});
