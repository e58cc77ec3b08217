import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { html, nothing, render } from 'lit';
import { keyed } from '../../src/elements/parts/keyed.js';

const draw = (keys: readonly string[], place: HTMLElement) =>
  render(
    html`<ol>
      ${keyed(
        keys,
        (key) => key,
        (key) => html`<li>${key}</li>`,
      )}
    </ol>`,
    place,
  );
const rowsIn = (place: HTMLElement) => [...place.querySelectorAll('li')];
const nodesIn = (place: HTMLElement) => place.querySelector('ol')?.childNodes.length;

describe('A list by keys', () => {
  it('has the items in their order, and keeps the element of each that stays', () => {
    const keys = fc.uniqueArray(fc.constantFrom(...'abcdefghij'));
    fc.assert(
      fc.property(fc.array(keys, { minLength: 2 }), (lists) => {
        const place = document.createElement('div');
        let before = new Map<string, Element>();
        for (const list of lists) {
          draw(list, place);
          const rows = rowsIn(place);
          expect(rows.map(({ textContent }) => textContent)).to.deep.equal(list);
          for (const row of rows) expect(before.get(row.textContent) ?? row).to.equal(row);
          before = new Map(rows.map((row) => [row.textContent, row]));
        }
      }),
    );
  });

  it('leaves nothing behind of what goes', () => {
    const place = document.createElement('div');
    const from = (start: number) => Array.from({ length: 10 }, (_, index) => String(start + index));
    draw(from(0), place);
    const before = nodesIn(place);

    for (let start = 1; start < 200; start += 1) draw(from(start), place);

    expect(nodesIn(place)).to.equal(before);
  });

  it('gives way to something else in its place, and comes back', () => {
    const place = document.createElement('div');
    const show = (isList: boolean) =>
      render(html`<p>${isList ? keyed(['a', 'b'], String, (key) => html`<i>${key}</i>`) : nothing}</p>`, place);

    const texts = [true, false, true].map((isList) => {
      show(isList);
      return place.textContent;
    });

    expect(texts).to.deep.equal(['ab', '', 'ab']);
  });
});
