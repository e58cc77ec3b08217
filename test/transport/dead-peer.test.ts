import { expect } from '@open-wc/testing';
import { useFakeTimers, type SinonFakeTimers } from 'sinon';
import { TimeoutError } from '../../src/core/errors.js';
import { DeadPeer } from '../../src/transport/dead-peer.js';

/** An answer that does not come. */
const never = new Promise<void>(() => undefined);

describe('a server that is silent', () => {
  let clock: SinonFakeTimers;
  let probes: number;
  let isDead: boolean;
  let peer: DeadPeer;

  beforeEach(() => {
    clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
    probes = 0;
    isDead = false;
    peer = new DeadPeer({ probe: () => (probes += 1), onDead: () => (isDead = true) });
  });

  afterEach(() => {
    peer.end();
    clock.restore();
  });

  it('is asked after 30 s, and given up after another 10', () => {
    clock.tick(29_999);
    expect(probes).to.equal(0);
    clock.tick(1);
    expect(probes).to.equal(1);
    clock.tick(9999);
    expect(isDead).to.equal(false);
    clock.tick(1);

    expect(isDead).to.equal(true);
  });

  it('lives while anything comes', () => {
    for (let seconds = 0; seconds < 120; seconds += 20) {
      clock.tick(20_000);
      peer.heard();
    }

    expect(probes).to.equal(0);
  });

  it('is asked again 30 s after its answer', () => {
    clock.tick(31_000);
    peer.heard();
    clock.tick(29_000);
    expect(probes).to.equal(1);
    clock.tick(1000);

    expect(probes).to.equal(2);
    expect(isDead).to.equal(false);
  });

  it('is given up after 10 s of silence where something was sent that it has to answer', () => {
    clock.tick(5000);
    peer.expect(never);
    clock.tick(4000);
    peer.expect(never);
    clock.tick(5999);
    expect([probes, isDead]).to.deep.equal([0, false]);
    clock.tick(1);

    expect(isDead).to.equal(true);
  });

  it('has time to read what a resumed stream has sent again all at once, until it answers', async () => {
    peer.end();
    peer = new DeadPeer({ probe: () => (probes += 1), onDead: () => (isDead = true) }, 1000);
    let answer = () => {};
    peer.expect(new Promise<void>((resolve) => (answer = resolve)));
    clock.tick(29_000);
    expect(isDead).to.equal(false);
    answer();
    await Promise.resolve();
    peer.heard();

    peer.end();
    peer = new DeadPeer({ probe: () => (probes += 1), onDead: () => (isDead = true) }, 1000);
    peer.expect(never);
    clock.tick(30_000);

    expect(isDead).to.equal(true);
  });

  it('is given up after 30 s where it says other things, but never answers', () => {
    peer.expect(never);
    for (let seconds = 0; seconds < 25; seconds += 5) {
      clock.tick(5000);
      peer.heard();
    }
    expect(isDead).to.equal(false);
    clock.tick(5000);

    expect(isDead).to.equal(true);
  });

  const inVain = (seconds: number) =>
    new Promise<void>((_, give) => setTimeout(() => give(new TimeoutError()), seconds * 1000));
  const saysOtherThings = async (seconds: number) => {
    for (let past = 0; past < seconds; past += 5) {
      await clock.tickAsync(5000);
      peer.heard();
    }
  };

  it('is given up after 30 s also where what it does not answer is asked again and again', async () => {
    const ask = () => void peer.expect(inVain(20).finally(() => queueMicrotask(ask)));
    ask();
    await saysOtherThings(25);
    expect(isDead).to.equal(false);
    await clock.tickAsync(5000);

    expect(isDead).to.equal(true);
  });

  it('is no slower for an answer that was lost, and owes it no more when it has answered the next question', async () => {
    peer.expect(inVain(20));
    await saysOtherThings(20);
    peer.expect(Promise.resolve());
    await saysOtherThings(60);
    expect(isDead).to.equal(false);

    peer.expect(never);
    await clock.tickAsync(20_000);

    expect(isDead).to.equal(true);
  });

  it('lives while it answers one thing after the other, however late', async () => {
    const answers = [4, 8, 12].map((seconds) => new Promise<void>((done) => setTimeout(done, seconds * 1000)));
    for (const answer of answers) peer.expect(answer);

    for (let seconds = 0; seconds < 13; seconds += 1) {
      await clock.tickAsync(1000);
      if (seconds % 4 === 3) peer.heard();
    }
    await clock.tickAsync(15_000);

    expect([probes, isDead]).to.deep.equal([0, false]);
  });

  it('has five seconds when we wake, however often we do', () => {
    peer.wake();
    clock.tick(1000);
    peer.wake();
    peer.wake();
    expect(probes).to.equal(1);
    clock.tick(3999);
    expect(isDead).to.equal(false);
    clock.tick(1);

    expect(isDead).to.equal(true);
  });

  it('has no more than that when we wake while it is being asked', () => {
    clock.tick(31_000);
    peer.wake();
    clock.tick(5000);

    expect(probes).to.equal(1);
    expect(isDead).to.equal(true);
  });

  it('has more time on a slow link', () => {
    peer.wake();
    clock.tick(4000);
    peer.heard();
    peer.wake();
    clock.tick(15_999);
    expect(isDead).to.equal(false);
    clock.tick(1);

    expect(isDead).to.equal(true);
  });

  it('is asked once more when it was us who slept', () => {
    clock.tick(30_000);
    // The timer of the limit comes late: the whole page stood still.
    const now = performance.now();
    const { performance: faked } = globalThis;
    const real = faked.now;
    faked.now = () => now + 600_000;
    clock.tick(10_000);
    expect(isDead).to.equal(false);
    expect(probes).to.equal(2);
    faked.now = real;
  });

  it('does not mind a clock that is set', () => {
    clock.setSystemTime(Date.now() + 86_400_000);
    clock.tick(1000);
    clock.setSystemTime(Date.now() - 172_800_000);
    clock.tick(1000);

    expect(probes).to.equal(0);
    expect(isDead).to.equal(false);
  });

  it('is nobody’s business any more after the end', () => {
    peer.end();
    clock.tick(120_000);

    expect(probes).to.equal(0);
  });
});
