import { expect } from '@open-wc/testing';
import { stub, useFakeTimers, type SinonFakeTimers, type SinonStub } from 'sinon';
import type { BareJid, FullJid } from '../../src/core/jid.js';
import type { SessionConfig } from '../../src/session/config.js';
import { TokenSource } from '../../src/session/token-source.js';
import { fakeSession } from '../support/fake-transport.js';

const CONFIG: SessionConfig = {
  services: [],
  domain: 'example.org',
  isAnonymous: false,
  tokenUrl: 'https://site.example/chat-token',
};
const ALICE = 'alice@example.org';
const jsonOf = (answer: unknown, init?: ResponseInit) => new Response(JSON.stringify(answer), init);
const jwt = (claims: object) => `e30.${btoa(JSON.stringify(claims)).replaceAll('=', '')}.c2ln`;

const conditionOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'none',
    (error: unknown) => (error as { condition: string }).condition,
  );

describe('The site’s endpoint', () => {
  let site: SinonStub<Parameters<typeof fetch>, ReturnType<typeof fetch>>;
  let clock: SinonFakeTimers;

  beforeEach(() => {
    site = stub(window, 'fetch');
    clock = useFakeTimers({ toFake: ['Date'] });
  });

  afterEach(() => {
    site.restore();
    clock.restore();
  });

  const answers = (...all: Response[]) => all.forEach((answer, index) => site.onCall(index).resolves(answer));
  const never = new AbortController().signal;
  const ask = (config: Partial<SessionConfig> = {}) => new TokenSource({ ...CONFIG, ...config }).next(false, never);

  describe('says', () => {
    const said: [string, unknown, object][] = [
      ['a token', { jid: ALICE, token: 't' }, { kind: 'token', jid: ALICE, token: 't', mechanism: 'OAUTHBEARER' }],
      ['a password', { jid: ALICE, password: 'p' }, { kind: 'password', jid: ALICE, password: 'p' }],
      [
        'a BOSH session',
        { jid: `${ALICE}/w1`, sid: 's', rid: 4711 },
        { kind: 'prebound', jid: `${ALICE}/w1`, sid: 's', rid: 4711 },
      ],
      [
        'a BOSH session, its number as text',
        { jid: `${ALICE}/w1`, sid: 's', rid: '4711' },
        { kind: 'prebound', jid: `${ALICE}/w1`, sid: 's', rid: 4711 },
      ],
      [
        'a JID that is not in normal form, or has a resource',
        { jid: 'Alice@Example.ORG/web', password: 'p' },
        { kind: 'password', jid: ALICE, password: 'p' },
      ],
    ];
    for (const [what, answer, credentials] of said) {
      it(what, async () => {
        answers(jsonOf(answer));

        expect(await ask()).to.deep.equal(credentials);
      });
    }

    it('a token that goes by PLAIN where the page says so', async () => {
      answers(jsonOf({ jid: ALICE, token: 't' }));

      expect(await ask({ mechanism: 'PLAIN' })).to.include({ kind: 'token', mechanism: 'PLAIN' });
    });

    it('somebody of any domain where the page names none', async () => {
      answers(jsonOf({ jid: 'eve@other.example', password: 'p' }));

      expect(await ask({ domain: undefined })).to.include({ jid: 'eve@other.example' });
    });
  });

  describe('is asked', () => {
    it('as the page’s own server is: with its cookies, fresh, and not out of the site', async () => {
      answers(jsonOf({ jid: ALICE, token: 't' }));

      await ask();

      const [url, options] = site.firstCall.args;
      expect(url).to.equal('https://site.example/chat-token');
      expect(options).to.include({ mode: 'same-origin', credentials: 'same-origin', cache: 'no-store' });
      expect(options?.method ?? 'GET').to.equal('GET');
      expect(options?.headers).to.deep.equal({ accept: 'application/json' });
    });

    it('elsewhere with the cookies of there, where the page says so', async () => {
      answers(jsonOf({ jid: ALICE, token: 't' }));

      await ask({ isTokenCrossOrigin: true });

      expect(site.firstCall.args[1]).to.include({ mode: 'cors', credentials: 'include' });
    });

    it('no longer when the attempt is given up', async () => {
      const attempt = new AbortController();
      site.callsFake((_, options) => rejectedBy(options?.signal));

      const asked = new TokenSource(CONFIG).next(false, attempt.signal).catch((error: unknown) => error);
      attempt.abort('given up');

      expect(await asked).to.equal('given up');
    });
  });

  describe('is no help, and asked again later', () => {
    const full = { jid: ALICE, token: 't' };
    const bad: [string, () => Response][] = [
      ['a fault', () => jsonOf(full, { status: 500 })],
      ['a fault of a proxy', () => new Response('<html>Bad gateway</html>', { status: 502 })],
      [
        'a page',
        () => new Response('<!doctype html><title>Sign in</title>', { headers: { 'content-type': 'text/html' } }),
      ],
      ['nothing', () => new Response(null, { status: 204 })],
      ['an empty text', () => new Response('')],
      ['half of it', () => new Response('{"jid":"alice@example.org","tok')],
      ['null', () => jsonOf(null)],
      ['a list', () => jsonOf([full])],
      ['a number', () => jsonOf(42)],
      ['no JID', () => jsonOf({ token: 't' })],
      ['a JID that is none', () => jsonOf({ ...full, jid: 'a b@example.org' })],
      ['a JID that is a number', () => jsonOf({ ...full, jid: 1 })],
      ['a JID without an account', () => jsonOf({ ...full, jid: 'example.org' })],
      ['an account of another domain', () => jsonOf({ ...full, jid: 'alice@evil.example' })],
      ['neither token nor password', () => jsonOf({ jid: ALICE })],
      ['a token that is an object', () => jsonOf({ jid: ALICE, token: { toString: 't' } })],
      ['an empty token', () => jsonOf({ jid: ALICE, token: '' })],
      ['a token that breaks out of its place', () => jsonOf({ jid: ALICE, token: 't\u0001auth=x' })],
      ['a password with a NUL', () => jsonOf({ jid: ALICE, password: 'p\0q' })],
      ['a BOSH session without a resource', () => jsonOf({ jid: ALICE, sid: 's', rid: 1 })],
      ['a BOSH session without a number', () => jsonOf({ jid: `${ALICE}/w1`, sid: 's' })],
      [
        'a BOSH session whose number is an object',
        () => jsonOf({ jid: `${ALICE}/w1`, sid: 's', rid: { toString: 1 } }),
      ],
      ['a BOSH session whose number is none', () => jsonOf({ jid: `${ALICE}/w1`, sid: 's', rid: '1e99' })],
      ['more than anybody should read', () => jsonOf({ ...full, more: 'x'.repeat(65_536) })],
      ['what would poison objects', () => new Response('{"__proto__":{"jid":"alice@example.org","token":"t"}}')],
    ];
    for (const [what, answer] of bad) {
      it(`where it says ${what}`, async () => {
        answers(answer());

        expect(await conditionOf(ask())).to.equal('token-unavailable');
      });
    }

    it('where it names another account than the page', async () => {
      answers(jsonOf({ ...full, jid: 'bob@example.org' }));

      expect(await conditionOf(ask({ jid: ALICE as BareJid }))).to.equal('token-unavailable');
    });

    it('where it cannot be reached', async () => {
      site.rejects(new TypeError('Failed to fetch'));

      expect(await conditionOf(ask())).to.equal('token-unavailable');
    });

    it('where it takes longer than 10 s', async () => {
      const limit = new AbortController();
      const timeout = stub(AbortSignal, 'timeout').returns(limit.signal);
      site.callsFake((_, options) => rejectedBy(options?.signal));

      const asked = conditionOf(ask());
      limit.abort(new DOMException('', 'TimeoutError'));
      timeout.restore();

      expect(await asked).to.equal('token-unavailable');
      expect(timeout.firstCall.args).to.deep.equal([10_000]);
    });

    it('and what it said is in no error', async () => {
      answers(new Response('s3cret-token'), jsonOf({ jid: 's3cret', token: 's3cret-token' }));

      for (const attempt of [ask(), ask()]) {
        const error = (await attempt.catch((reason: unknown) => reason)) as Error;
        expect(`${error.message} ${error.stack} ${String(error.cause)}`).to.not.contain('s3cret');
      }
    });
  });

  for (const status of [401, 403]) {
    it(`knows no visitor where it says ${status}`, async () => {
      answers(new Response('<html>Please sign in</html>', { status }));

      expect(await conditionOf(ask())).to.equal('not-authorized');
    });
  }

  describe('is asked once more for the next stream', () => {
    const MINUTE = 60_000;

    /** How often it is asked for two streams, so long after each other. */
    async function asked(answer: object, wait: number): Promise<number> {
      const source = new TokenSource(CONFIG);
      site.callsFake(() => Promise.resolve(jsonOf({ jid: ALICE, ...answer })));
      await source.next(false, never);
      clock.tick(wait);
      await source.next(false, never);
      return site.callCount;
    }
    const inOneHour = () => new Date(Date.now() + 60 * MINUTE);

    it('where it does not say how long a token is good', async () => {
      expect(await asked({ token: 't' }, 0)).to.equal(2);
    });

    const lifetimes: [string, () => object][] = [
      ['in seconds', () => ({ token: 't', expires: 3600 })],
      ['in seconds, as text', () => ({ token: 't', expires: '3600' })],
      ['as a date', () => ({ token: 't', expires: inOneHour().toISOString() })],
      ['in the token', () => ({ token: jwt({ exp: Math.floor(inOneHour().getTime() / 1000) }) })],
      ['of a password', () => ({ password: 'p', expires: 3600 })],
      ['of the token, which ends before', () => ({ token: jwt({ exp: inOneHour().getTime() / 1000 }), expires: 9e9 })],
    ];
    for (const [how, answer] of lifetimes) {
      it(`only if it ends within a minute, if it says that ${how}`, async () => {
        expect(await asked(answer(), 58 * MINUTE)).to.equal(1);
        site.resetHistory();
        expect(await asked(answer(), 59 * MINUTE)).to.equal(2);
      });
    }

    for (const expires of ['soon', null, {}, [], -1, '', { toString: 0 }]) {
      it(`where it says nonsense of that: ${JSON.stringify(expires)}`, async () => {
        expect(await asked({ token: 't', expires }, 0)).to.equal(2);
      });
    }

    for (const token of [
      'a.b.c',
      '..',
      'e30.bnVsbA.e30',
      jwt({ exp: 'x' }),
      jwt({ exp: null }),
      `${jwt({ exp: 9e9 })}.x`,
    ]) {
      it(`where a token only looks like a JWT that tells: ${token}`, async () => {
        expect(await asked({ token }, 0)).to.equal(2);
      });
    }

    it('with a BOSH session, which can be used once', async () => {
      expect(await asked({ jid: `${ALICE}/w1`, sid: 's', rid: 1, expires: 3600 }, 0)).to.equal(2);
    });

    it('where the server refused the one before, and not with that one if it then says nothing', async () => {
      const source = new TokenSource(CONFIG);
      answers(
        jsonOf({ jid: ALICE, token: 'old', expires: 3600 }),
        new Response('', { status: 500 }),
        jsonOf({ jid: ALICE, token: 'new', expires: 3600 }),
      );
      await source.next(false, never);

      expect(await conditionOf(source.next(true, never))).to.equal('token-unavailable');
      expect(await source.next(false, never)).to.include({ token: 'new' });
    });
  });

  describe('for a session', () => {
    let fake: ReturnType<typeof fakeSession>;
    const used = () => fake.server.attempts.map(({ credentials }) => credentials);

    beforeEach(() => {
      fake = fakeSession();
      fake.session.configure(CONFIG, fake);
      site.callsFake(() => Promise.resolve(jsonOf({ jid: ALICE, token: `t${site.callCount}` })));
    });

    afterEach(() => fake.session.signOut());

    it('says who we are, and is not asked where somebody typed that', async () => {
      await fake.session.connect();
      expect(used()).to.deep.equal([{ kind: 'token', jid: ALICE, token: 't1', mechanism: 'OAUTHBEARER' }]);
      expect([fake.session.isBySite, fake.session.isGuest]).to.deep.equal([true, false]);

      await fake.session.connect({ jid: 'bob', password: 'p' });
      expect(used()[1]).to.include({ kind: 'password', jid: 'bob@example.org' });
      expect(fake.session.isBySite).to.equal(false);

      await fake.session.connect({ anonymous: true });
      expect(used()[2]).to.include({ kind: 'anonymous' });
      expect(site.callCount).to.equal(1);
    });

    it('is asked first where the page does not say who it is: another visitor may have been here before', async () => {
      fake.server.kept = { kind: 'remembered', jid: 'mallory@example.org' as BareJid };
      await fake.session.connect();
      fake.server.drop();
      fake.session.retryNow();
      await fake.session.stores.connection.waitFor(({ status }) => status === 'online');

      expect(used().map((credentials) => 'jid' in credentials && credentials.jid)).to.deep.equal([ALICE, ALICE]);
    });

    it('is not asked while there is what an earlier page left of whom the page names', async () => {
      fake.session.configure({ ...CONFIG, jid: ALICE as BareJid }, fake);
      fake.server.kept = { kind: 'remembered', jid: ALICE as BareJid };
      await fake.session.connect();
      fake.server.drop();
      fake.session.retryNow();
      await fake.session.stores.connection.waitFor(({ status }) => status === 'online');

      expect(used().map(({ kind }) => kind)).to.deep.equal(['remembered', 'remembered']);
      expect(site.callCount).to.equal(0);
    });

    it('is not asked while its BOSH session goes on', async () => {
      fake.session.configure({ ...CONFIG, jid: ALICE as BareJid }, fake);
      fake.server.kept = { kind: 'prebound', jid: `${ALICE}/w1` as FullJid, sid: 's' };
      await fake.session.connect();

      expect(used()).to.deep.equal([fake.server.kept]);
      expect(site.callCount).to.equal(0);
    });

    it('is asked where the page wants nothing to be remembered', async () => {
      fake.server.kept = { kind: 'prebound', jid: `${ALICE}/w1` as FullJid, sid: 's' };
      await fake.session.connect({ remember: 'none' });

      expect(used()[0]).to.include({ kind: 'token', token: 't1' });
      expect(fake.server.attempts[0]?.remember).to.equal('none');
    });

    it('is asked where what was left is of another domain than the page’s', async () => {
      fake.server.kept = { kind: 'remembered', jid: 'alice@other.example' as BareJid };
      await fake.session.connect();

      expect(used()).to.have.length(1);
      expect(used()[0]).to.include({ kind: 'token', token: 't1' });
    });

    it('is asked where what was left is refused', async () => {
      const { server, session } = fake;
      session.configure({ ...CONFIG, jid: ALICE as BareJid }, fake);
      server.kept = { kind: 'remembered', jid: ALICE as BareJid };
      server.refusal = 'credentials-expired';
      site.callsFake(() => {
        server.refusal = undefined;
        return Promise.resolve(jsonOf({ jid: ALICE, token: 't' }));
      });

      await session.connect();

      expect(used().map(({ kind }) => kind)).to.deep.equal(['remembered', 'token']);
      expect(session.status).to.equal('online');
    });

    it('is asked once more where its token is refused, and then no more', async () => {
      fake.server.refusal = 'not-authorized';

      expect(await conditionOf(fake.session.connect({}, { isAsked: false }))).to.equal('not-authorized');

      expect(used()).to.have.length(2);
      expect(site.callCount).to.equal(2);
      expect(fake.session.status).to.equal('failed');
    });

    it('is asked for each new stream', async () => {
      await fake.session.connect();
      fake.server.drop();
      fake.session.retryNow();
      await fake.session.stores.connection.waitFor(({ status }) => status === 'online');

      expect(used().map((credentials) => credentials.kind === 'token' && credentials.token)).to.deep.equal([
        't1',
        't2',
      ]);
    });
  });
});

function rejectedBy(signal: AbortSignal | null | undefined): Promise<Response> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error));
  });
}
