import { expect } from '@open-wc/testing';
import { useFakeTimers, type SinonFakeTimers } from 'sinon';
import { ConnectionError } from '../../src/core/errors.js';
import type { BareJid } from '../../src/core/jid.js';
import { ConnectionKeeper, type Wish } from '../../src/session/connection-keeper.js';
import type { Credentials } from '../../src/transport/transport.js';
import { FakeTransport } from '../support/fake-transport.js';

const ASKED = { isAsked: true };
const BY_ITSELF = { isAsked: false };

function wishOf(name: string): Wish {
  return { credentials: { kind: 'password', jid: `${name}@example.org` as BareJid, password: 'p' }, services: [] };
}

const wish = wishOf('alice');

/** A promise and how to settle it. */
function held(): { promise: Promise<void>; release: () => void } {
  let release = () => {};
  const promise = new Promise<void>((resolve) => (release = resolve));
  return { promise, release };
}

describe('ConnectionKeeper', () => {
  let clock: SinonFakeTimers;
  let server: FakeTransport;
  let keeper: ConnectionKeeper;
  let told: string[];

  beforeEach(() => {
    clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    server = new FakeTransport();
    told = [];
    keeper = new ConnectionKeeper(server, ({ status, condition }) => {
      told.push(condition ? `${status} ${condition}` : status);
    });
  });

  afterEach(async () => {
    await keeper.disconnect();
    clock.restore();
  });

  const conditionOf = (attempt: Promise<void>) =>
    attempt.then(
      () => 'none',
      (error: unknown) => (error as { condition: string }).condition,
    );

  it('is connecting, then online, each told once', async () => {
    await keeper.connect(wish, ASKED);

    expect(told).to.deep.equal(['connecting', 'online']);
  });

  it('comes back by itself after a loss', async () => {
    await keeper.connect(wish, ASKED);

    server.drop();
    await clock.tickAsync(1000);

    expect(told).to.deep.equal(['connecting', 'online', 'reconnecting connection-lost', 'online']);
    expect(server.attempts).to.have.length(2);
  });

  it('comes back at once where the lost stream was a good one', async () => {
    await keeper.connect(wish, ASKED);
    await clock.tickAsync(60_000);

    server.drop();
    await clock.tickAsync(0);

    expect(told.at(-1)).to.equal('online');
  });

  it('waits longer each time while the server is away', async () => {
    await keeper.connect(wish, ASKED);
    server.refusal = 'service-unreachable';
    const random = Math.random;
    Math.random = () => 1;

    server.drop();
    const seen: number[] = [];
    for (let index = 0; index < 63; index += 1) {
      await clock.tickAsync(1000);
      seen.push(server.attempts.length - 1);
    }
    Math.random = random;

    // After 1, 3, 7, 15, 31 and 63 s.
    expect([0, 2, 6, 14, 30, 62].map((at) => seen[at])).to.deep.equal([1, 2, 3, 4, 5, 6]);
    expect([1, 5, 13, 29, 61].map((at) => seen[at])).to.deep.equal([1, 2, 3, 4, 5]);
  });

  it('waits longer each time also where the server lets us in and throws us out again', async () => {
    const random = Math.random;
    Math.random = () => 1;
    await keeper.connect(wish, ASKED);

    server.drop();
    await clock.tickAsync(1000);
    server.drop();
    await clock.tickAsync(1999);
    expect(server.attempts).to.have.length(2);
    await clock.tickAsync(1);
    expect(server.attempts).to.have.length(3);
    await clock.tickAsync(30_000);
    server.drop();
    await clock.tickAsync(0);
    Math.random = random;

    expect(server.attempts).to.have.length(4);
  });

  it('tries again at once when told to, or when the network is back', async () => {
    await keeper.connect(wish, ASKED);
    server.refusal = 'service-unreachable';
    server.drop();
    await clock.tickAsync(30_000);
    const before = server.attempts.length;

    keeper.retryNow();
    await clock.tickAsync(0);
    expect(server.attempts).to.have.length(before + 1);

    server.refusal = undefined;
    dispatchEvent(new Event('online'));
    await clock.tickAsync(0);
    expect(told.at(-1)).to.equal('online');
  });

  it('begins no second attempt beside one that runs', async () => {
    await keeper.connect(wish, ASKED);
    const { promise, release } = held();
    server.hold = promise;
    server.drop();
    await clock.tickAsync(1000);
    expect(server.attempts).to.have.length(2);

    keeper.retryNow();
    dispatchEvent(new Event('online'));
    await clock.tickAsync(120_000);
    expect(server.attempts).to.have.length(2);

    release();
    await clock.tickAsync(0);
    expect(told.at(-1)).to.equal('online');
  });

  it('does nothing on `retryNow` where nothing is wished', async () => {
    keeper.retryNow();
    await clock.tickAsync(0);

    expect(server.attempts).to.deep.equal([]);
  });

  it('tells whoever asked that it failed, and leaves it at that', async () => {
    server.refusal = 'service-unreachable';

    expect(await conditionOf(keeper.connect(wish, ASKED))).to.equal('service-unreachable');
    await clock.tickAsync(120_000);

    expect(told).to.deep.equal(['connecting', 'failed service-unreachable']);
    expect(server.attempts).to.have.length(1);
  });

  it('goes on by itself where nobody asked', async () => {
    server.refusal = 'service-unreachable';

    expect(await conditionOf(keeper.connect(wish, BY_ITSELF))).to.equal('service-unreachable');
    server.refusal = undefined;
    await clock.tickAsync(1000);

    expect(told).to.deep.equal(['connecting', 'reconnecting service-unreachable', 'online']);
  });

  it('does not go on where only a person can help', async () => {
    server.refusal = 'not-authorized';
    expect(await conditionOf(keeper.connect(wish, BY_ITSELF))).to.equal('not-authorized');
    expect(told).to.deep.equal(['connecting', 'failed not-authorized']);

    server.refusal = undefined;
    await keeper.connect(wish, BY_ITSELF);
    server.drop('conflict');
    await clock.tickAsync(120_000);

    expect(told.slice(2)).to.deep.equal(['connecting', 'online', 'failed conflict']);
    expect(server.attempts).to.have.length(2);
  });

  it('does not take a failure of ours for a refusal', async () => {
    server.connect = () => Promise.reject(new TypeError('of ours'));

    expect(await conditionOf(keeper.connect(wish, ASKED))).to.equal('connection-lost');
    expect(told).to.deep.equal(['connecting', 'failed connection-lost']);
  });

  it('mends a stream that ended without a word', async () => {
    await keeper.connect(wish, ASKED);

    server.state.set({ status: 'offline' });
    await clock.tickAsync(1000);

    expect(told).to.deep.equal(['connecting', 'online', 'reconnecting connection-lost', 'online']);
  });

  describe('where credentials can be had anew', () => {
    /** Whether the last ones were refused, each time that some were asked for. */
    let asked: boolean[];
    let site: () => Promise<Credentials>;
    const token = (name: string): Credentials => ({
      kind: 'token',
      jid: 'alice@example.org' as BareJid,
      token: name,
      mechanism: 'OAUTHBEARER',
    });
    const bySite: Wish = {
      services: [],
      credentials: (isRefused) => {
        asked.push(isRefused);
        return site();
      },
    };
    const tokens = () => server.attempts.map(({ credentials }) => credentials.kind === 'token' && credentials.token);

    beforeEach(() => {
      asked = [];
      site = () => Promise.resolve(token(`t${asked.length}`));
    });

    it('asks for them before each attempt', async () => {
      await keeper.connect(bySite, ASKED);
      server.drop();
      await clock.tickAsync(1000);

      expect(asked).to.deep.equal([false, false]);
      expect(tokens()).to.deep.equal(['t1', 't2']);
    });

    it('takes one refusal as a reason to ask once more, and tells nobody', async () => {
      server.refusal = 'not-authorized';
      site = () => {
        if (asked.length === 2) server.refusal = undefined;
        return Promise.resolve(token(`t${asked.length}`));
      };

      await keeper.connect(bySite, ASKED);

      expect(asked).to.deep.equal([false, true]);
      expect(told).to.deep.equal(['connecting', 'online']);
    });

    for (const refusal of ['not-authorized', 'credentials-expired']) {
      it(`does not go on after two of ${refusal}`, async () => {
        server.refusal = refusal;

        expect(await conditionOf(keeper.connect(bySite, BY_ITSELF))).to.equal(refusal);
        await clock.tickAsync(120_000);

        expect(asked).to.deep.equal([false, true]);
        expect(told).to.deep.equal(['connecting', `failed ${refusal}`]);
      });
    }

    it('does not ask anew where the server is at fault', async () => {
      server.refusal = 'service-unreachable';

      expect(await conditionOf(keeper.connect(bySite, ASKED))).to.equal('service-unreachable');

      expect(asked).to.deep.equal([false]);
    });

    it('waits longer each time while nobody can tell them, and goes on', async () => {
      site = () => Promise.reject(new ConnectionError('token-unavailable'));

      expect(await conditionOf(keeper.connect(bySite, BY_ITSELF))).to.equal('token-unavailable');
      await clock.tickAsync(30_000);
      expect(asked.length).to.be.within(4, 20);
      expect(server.attempts).to.be.empty;
      site = () => Promise.resolve(token('t'));
      await clock.tickAsync(60_000);

      expect(told[1]).to.equal('reconnecting token-unavailable');
      expect(told.at(-1)).to.equal('online');
    });

    it('does not go on where the site does not know its visitor, and asks it once', async () => {
      site = () => Promise.reject(new ConnectionError('not-authorized'));

      expect(await conditionOf(keeper.connect(bySite, BY_ITSELF))).to.equal('not-authorized');
      await clock.tickAsync(120_000);

      expect(asked).to.deep.equal([false]);
      expect(told).to.deep.equal(['connecting', 'failed not-authorized']);
    });

    it('comes back with others when it is thrown out because they have ended', async () => {
      await keeper.connect(bySite, ASKED);

      server.drop('not-authorized');
      await clock.tickAsync(1000);

      expect(asked).to.deep.equal([false, true]);
      expect(told).to.deep.equal(['connecting', 'online', 'reconnecting not-authorized', 'online']);
    });

    it('opens nothing once it is no longer wished, though they come', async () => {
      const { promise, release } = held();
      site = () => promise.then(() => token('late'));
      const attempt = conditionOf(keeper.connect(bySite, ASKED));

      await keeper.disconnect();
      release();

      expect(await attempt).to.equal('offline');
      expect(server.attempts).to.be.empty;
      expect(told).to.deep.equal(['connecting', 'offline']);
    });
  });

  describe('when it is no longer wished', () => {
    it('is offline, told once, and stays so', async () => {
      await keeper.connect(wish, ASKED);

      await keeper.disconnect();
      await clock.tickAsync(120_000);

      expect(told).to.deep.equal(['connecting', 'online', 'offline']);
      expect(server.attempts).to.have.length(1);
    });

    it('gives up an attempt under way', async () => {
      server.hold = held().promise;
      const attempt = conditionOf(keeper.connect(wish, ASKED));

      await keeper.disconnect();

      expect(await attempt).to.equal('offline');
      expect(told).to.deep.equal(['connecting', 'offline']);
    });

    it('gives up the wait for the next attempt, and one of those', async () => {
      await keeper.connect(wish, ASKED);
      server.drop();
      await keeper.disconnect();
      await clock.tickAsync(120_000);
      dispatchEvent(new Event('online'));
      expect(server.attempts).to.have.length(1);

      await keeper.connect(wish, ASKED);
      server.hold = held().promise;
      server.drop();
      await clock.tickAsync(1000);
      await keeper.disconnect();
      await clock.tickAsync(120_000);

      expect(server.attempts).to.have.length(3);
      expect(told.at(-1)).to.equal('offline');
    });

    it('does not come back if that is said while a connection is being exchanged for another', async () => {
      await keeper.connect(wish, ASKED);

      const second = conditionOf(keeper.connect(wishOf('bob'), ASKED));
      await keeper.disconnect();

      expect(await second).to.equal('offline');
      await clock.tickAsync(120_000);
      expect(told.at(-1)).to.equal('offline');
      expect(server.attempts).to.have.length(1);
    });
  });

  describe('when another connection is wished', () => {
    const names = () =>
      server.attempts.map(({ credentials }) => credentials.kind === 'password' && credentials.jid.split('@')[0]);

    it('ends the first', async () => {
      await keeper.connect(wish, ASKED);
      await keeper.connect(wishOf('bob'), ASKED);

      expect(told).to.deep.equal(['connecting', 'online', 'connecting', 'online']);
      expect(names()).to.deep.equal(['alice', 'bob']);
    });

    it('takes the last of many that come in one breath', async () => {
      const all = ['alice', 'bob', 'carol', 'dan'].map((name) => conditionOf(keeper.connect(wishOf(name), ASKED)));

      expect(await Promise.all(all)).to.deep.equal(['offline', 'offline', 'offline', 'none']);
      expect(names()).to.deep.equal(['alice', 'dan']);
      expect(told).to.deep.equal(['connecting', 'connecting', 'online']);
    });

    it('is connecting, not offline, where the first was just being ended', async () => {
      await keeper.connect(wish, ASKED);

      const end = keeper.disconnect();
      await keeper.connect(wishOf('bob'), ASKED);
      await end;

      expect(told.at(-1)).to.equal('online');
      expect(names()).to.deep.equal(['alice', 'bob']);
    });

    it('does not wait for the time that was set for the first', async () => {
      server.refusal = 'service-unreachable';
      await conditionOf(keeper.connect(wish, BY_ITSELF));
      server.refusal = undefined;

      await keeper.connect(wishOf('bob'), ASKED);
      await clock.tickAsync(120_000);

      expect(told.at(-1)).to.equal('online');
      expect(names()).to.deep.equal(['alice', 'bob']);
    });
  });
});
