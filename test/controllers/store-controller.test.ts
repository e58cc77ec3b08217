import { expect } from '@open-wc/testing';
import { useFakeTimers, type SinonFakeTimers } from 'sinon';
import { StoreController } from '../../src/controllers/store-controller.js';
import { Observable } from '../../src/core/observable.js';
import { host, type TestHost } from '../support/host.js';

describe('StoreController', () => {
  let clock: SinonFakeTimers;
  let element: TestHost;
  let store: Observable<{ shown: number; other: number }>;
  let controller: StoreController;

  beforeEach(async () => {
    clock = useFakeTimers({ toFake: ['requestAnimationFrame', 'cancelAnimationFrame'] });
    element = host();
    store = new Observable({ shown: 0, other: 0 });
    controller = new StoreController(element);
    controller.follow(store, ({ shown }) => shown);
    await element.updateComplete;
    element.requests = 0;
  });

  afterEach(() => {
    clock.restore();
    element.remove();
  });

  it('renders once a frame, however much changes', () => {
    for (let shown = 1; shown < 100; shown += 1) store.set({ shown, other: 0 });
    expect(element.requests).to.equal(0);
    clock.runToFrame();
    expect(element.requests).to.equal(1);

    store.set({ shown: 0, other: 0 });
    clock.runToFrame();
    expect(element.requests).to.equal(2);
  });

  describe('in a flood', () => {
    /** So many changes a frame, for half a second: how many renders there were. */
    function rendersOf(changes: number): number {
      clock.restore();
      clock = useFakeTimers({ toFake: ['requestAnimationFrame', 'cancelAnimationFrame', 'performance'] });
      for (let frame = 0; frame < 30; frame += 1) {
        for (let change = 0; change < changes; change += 1) store.set({ shown: frame * 100 + change + 1, other: 0 });
        clock.runToFrame();
      }
      return element.requests;
    }

    it('leaves the page time between two renders', () => {
      expect(rendersOf(20)).to.be.within(9, 14);
    });

    it('has shown all once it is over', () => {
      const renders = rendersOf(20);
      for (let frame = 0; frame < 4; frame += 1) clock.runToFrame();

      expect(element.requests).to.be.within(renders, renders + 1);
      store.set({ shown: 0, other: 0 });
      clock.runToFrame();
      clock.runToFrame();
      clock.runToFrame();
      expect(element.requests).to.be.greaterThan(renders);
    });

    it('is none while people talk, however many', () => {
      expect(rendersOf(2)).to.equal(30);
    });
  });

  it('does not render for what is not shown', () => {
    store.set({ shown: 0, other: 1 });
    clock.runToFrame();

    expect(element.requests).to.equal(0);
  });

  it('renders on a page that nobody looks at, which has no frames', () => {
    clock.restore();
    clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { requestAnimationFrame: original } = window;
    window.requestAnimationFrame = () => 0;
    store.set({ shown: 1, other: 0 });
    clock.tick(200);
    window.requestAnimationFrame = original;

    expect(element.requests).to.equal(1);
  });

  it('renders what changed while it was out of the document, and nothing until then', () => {
    element.remove();
    element.requests = 0;
    store.set({ shown: 1, other: 0 });
    clock.runToFrame();
    expect(element.requests).to.equal(0);

    document.body.append(element);
    expect(element.requests).to.equal(1);
    store.set({ shown: 2, other: 0 });
    clock.runToFrame();
    expect(element.requests).to.equal(2);
  });

  it('forgets a render that waits when its host leaves', () => {
    store.set({ shown: 1, other: 0 });
    element.remove();
    clock.runToFrame();

    expect(element.requests).to.equal(0);
  });

  it('follows other stores when told to', () => {
    const other = new Observable(0);
    controller.unfollow();
    controller.follow(other);

    store.set({ shown: 1, other: 0 });
    clock.runToFrame();
    expect(element.requests).to.equal(0);
    other.set(1);
    clock.runToFrame();
    expect(element.requests).to.equal(1);
  });

  it('knows whether its host is in the document', () => {
    expect(controller.isConnected).to.equal(true);
    element.remove();
    expect(controller.isConnected).to.equal(false);
  });
});
