import { expect } from '@open-wc/testing';
import { RowWindow, WINDOW } from '../../src/elements/parts/row-window.js';
import type { Entry } from '../../src/stores/entries.js';

const entriesOf = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({ kind: 'message', key: `m${from + index}` }) as Entry);

describe('Which rows are in the DOM', () => {
  it('are the last ones, cut off in steps', () => {
    const rows = new RowWindow();

    const starts = [10, 150, 199, 200, 299, 300].map((count) => rows.of(entriesOf(0, count))[0]);

    expect(starts).to.deep.equal([0, 0, 0, 100, 100, 200]);
    expect(rows.followsEnd).to.equal(true);
  });

  it('become a page more with each step back, not all that fit at once: that took a long frame', () => {
    const rows = new RowWindow();
    const entries = entriesOf(0, 1000);
    rows.of(entries);

    const lengths = [];
    for (let step = 0; step < 5; step += 1) {
      rows.goBack(entries);
      const [start, end] = rows.of(entries);
      lengths.push(end - start);
    }

    expect(lengths).to.deep.equal([200, 300, 400, 400, 400].map((length) => Math.min(length, WINDOW)));
    expect(rows.of(entries)).to.deep.equal([400, 800]);
  });

  it('go on again up to the last one, and are full there', () => {
    const rows = new RowWindow();
    const entries = entriesOf(0, 1030);
    rows.goTo(entries, 500);
    while (rows.hasLater(entries)) rows.goOn(entries);

    expect(rows.of(entries)).to.deep.equal([630, 1030]);
  });

  it('stay where they are while others come in, above and below', () => {
    const rows = new RowWindow();
    rows.goTo(entriesOf(100, 400), 150);

    const [start, end] = rows.of(entriesOf(0, 700));

    expect([start, end]).to.deep.equal([150, 550]);
    expect(rows.followsEnd).to.equal(false);
  });

  it('are the last ones again once the first of them is gone', () => {
    const rows = new RowWindow();
    rows.goTo(entriesOf(0, 900), 300);

    expect(rows.of(entriesOf(500, 900))).to.deep.equal([300, 400]);
    expect(rows.followsEnd).to.equal(true);
  });

  it('begin with the first message where there is none before', () => {
    const rows = new RowWindow();
    rows.goTo(entriesOf(0, 50), 3);

    expect(rows.of(entriesOf(0, 50))).to.deep.equal([0, 50]);
    expect(rows.hasEarlier).to.equal(false);
  });
});
