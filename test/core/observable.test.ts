import { expect } from '@open-wc/testing';
import { Observable } from '../../src/core/observable.js';

describe('Observable', () => {
  it('tells its watchers each new value and the one before', () => {
    const number = new Observable(1);
    const seen: [number, number][] = [];
    number.subscribe((value, previous) => seen.push([value, previous]));

    number.set(2);
    number.set(2);
    number.set(3);

    expect(seen).to.deep.equal([
      [2, 1],
      [3, 2],
    ]);
    expect(number.value).to.equal(3);
  });

  it('tells nobody who has left', () => {
    const number = new Observable(1);
    const seen: number[] = [];
    const leave = number.subscribe((value) => seen.push(value));

    leave();
    leave();
    number.set(2);

    expect(seen).to.deep.equal([]);
  });

  it('reaches the others when a watcher throws', () => {
    const number = new Observable(1);
    const seen: number[] = [];
    const reported: unknown[] = [];
    const { reportError } = window;
    window.reportError = (error) => reported.push(error);
    const fault = new Error('of a watcher');
    number.subscribe(() => {
      throw fault;
    });
    number.subscribe((value) => seen.push(value));

    number.set(2);
    window.reportError = reportError;

    expect(seen).to.deep.equal([2]);
    expect(reported).to.deep.equal([fault]);
  });

  it('lets watchers come and go while it tells', () => {
    const number = new Observable(1);
    const seen: string[] = [];
    const leave = number.subscribe(() => {
      leave();
      number.subscribe(() => seen.push('late'));
      seen.push('first');
    });
    number.subscribe(() => seen.push('second'));

    number.set(2);

    expect(seen).to.deep.equal(['first', 'second']);
  });

  describe('waitFor', () => {
    it('resolves at once where the value fits', async () => {
      expect(await new Observable(5).waitFor((value) => value > 3)).to.equal(5);
    });

    it('resolves with the first value that fits', async () => {
      const number = new Observable(1);
      const waiting = number.waitFor((value) => value > 2);

      for (const value of [2, 3, 4]) number.set(value);

      expect(await waiting).to.equal(3);
    });

    it('rejects with the reason of its signal, before and while it waits', async () => {
      const number = new Observable(1);
      const reason = new Error('enough');
      const controller = new AbortController();
      const waiting = number.waitFor((value) => value > 2, { signal: controller.signal });

      controller.abort(reason);
      const late = number.waitFor(() => true, { signal: controller.signal });

      expect(await waiting.catch((error: unknown) => error)).to.equal(reason);
      expect(await late.catch((error: unknown) => error)).to.equal(reason);
    });

    it('does not mind a signal that comes too late', async () => {
      const controller = new AbortController();
      const number = new Observable(1);
      const waiting = number.waitFor((value) => value > 2, { signal: controller.signal });

      number.set(3);
      controller.abort();

      expect(await waiting).to.equal(3);
    });
  });
});
