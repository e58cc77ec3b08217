import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isGood, tally } from './tally.mjs';

describe('The tally of numbered messages', () => {
  const said = (...numbers) => numbers.map((number, index) => ({ body: `page ${number}`, id: `id ${index}` }));
  const counts = ({ received, lost, doubled, disordered, repeated }) => [received, lost, doubled, disordered, repeated];

  it('finds nothing wrong with 1 to n in order, each once', () => {
    const found = tally(3, said(1, 2, 3));

    assert.deepEqual(counts(found), [3, 0, 0, 0, 0]);
    assert.ok(isGood(found));
  });

  it('names what is lost, also at the end', () => {
    const found = tally(5, said(1, 3, 4));

    assert.deepEqual(counts(found), [3, 2, 0, 0, 0]);
    assert.deepEqual(found.missing, [2, 5]);
    assert.ok(!isGood(found));
  });

  it('tells a double from what only came again under its id', () => {
    const [one, two] = said(1, 2);
    const found = tally(2, [one, two, one, { ...two, id: 'another' }]);

    assert.deepEqual(counts(found), [2, 0, 1, 0, 1]);
    assert.ok(!isGood(found));
  });

  it('takes what stands twice on a page for a double, whatever it is called there', () => {
    const found = tally(1, [{ body: 'page 1' }, { body: 'page 1' }]);

    assert.equal(found.doubled, 1);
  });

  it('counts each that stands behind a later one', () => {
    const found = tally(5, said(1, 4, 2, 3, 5));

    assert.deepEqual(counts(found), [5, 0, 0, 2, 0]);
    assert.equal(found.inversion, '2 behind 4');
    assert.ok(!isGood(found));
  });

  it('fails a line for what else was seen of it', () => {
    assert.ok(!isGood({ ...tally(1, said(1)), isBad: true }));
  });
});
