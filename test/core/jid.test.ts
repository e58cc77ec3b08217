import { expect } from '@open-wc/testing';
import * as fc from 'fast-check';
import {
  type BareJid,
  bareJidOf,
  domainOf,
  fullJidOf,
  isBare,
  type Jid,
  jidOf,
  localOf,
  resourceOf,
  toBare,
  withResource,
} from '../../src/core/jid.js';

describe('jidOf', () => {
  for (const [text, normal] of [
    ['juliet@example.com', 'juliet@example.com'],
    ['Juliet@Example.COM/Balcony', 'juliet@example.com/Balcony'],
    ['juliet@example.com/foo bar', 'juliet@example.com/foo bar'],
    ['juliet@example.com/foo@bar/baz', 'juliet@example.com/foo@bar/baz'],
    ['foo\\20bar@example.com', 'foo\\20bar@example.com'],
    ['fußball@example.com', 'fußball@example.com'],
    ['Σ@example.com', 'σ@example.com'],
    ['ｊｕｌｉｅｔ@example.com', 'juliet@example.com'],
    ['king@example.com/♚', 'king@example.com/♚'],
    ['room@muc.example.org/é', 'room@muc.example.org/é'],
    ['example.com', 'example.com'],
    ['example.com.', 'example.com'],
    ['example.com/foobar', 'example.com/foobar'],
    ['a.example.com/b@example.net', 'a.example.com/b@example.net'],
    ['xn--fuball-cta.example', 'xn--fuball-cta.example'],
    ['bob@[::1]', 'bob@[::1]'],
    ['room@muc.example.org/\u202egnp', 'room@muc.example.org/\u202egnp'],
  ] as const) {
    it(`reads ${JSON.stringify(text)}`, () => {
      expect(jidOf(text)).to.equal(normal);
    });
  }

  for (const text of [
    null,
    undefined,
    '',
    '"juliet"@example.com',
    'foo bar@example.com',
    'juliet@example.com/',
    '@example.com',
    '@example.com/foo',
    'henry\u2028iv@example.com',
    'a&b@example.com',
    'juliet@',
    '/foobar',
    '..',
    'a..b',
    '.example.org',
    'javascript:alert(1)',
    'example.org:5222',
    'bob@[::1',
    '@',
    '/',
    '@/',
    'alice@example.org"/><x',
    'a@b@c',
    'javascript:alert(1)@example.org',
    `${'x'.repeat(1024)}@example.org`,
    `bob@example.org/${'é'.repeat(600)}`,
    'bob@example.org/a\u0000b',
    'bob@example.org/\ud800',
  ]) {
    it(`refuses ${JSON.stringify(text?.slice(0, 40))}`, () => {
      expect(jidOf(text)).to.equal(undefined);
    });
  }

  it('takes 1023 octets a part and no more', () => {
    expect(jidOf(`${'x'.repeat(1023)}@example.org`)).to.be.a('string');
    expect(jidOf(`bob@example.org/${'é'.repeat(511)}`)).to.be.a('string');
    expect(jidOf(`bob@example.org/${'é'.repeat(512)}`)).to.equal(undefined);
  });

  it('is in normal form whatever it is made of', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const jid = jidOf(text);
        fc.pre(jid !== undefined);

        expect(jidOf(jid)).to.equal(jid);
      }),
      { numRuns: 1000 },
    );
  });

  it('does not depend on the case of local part and domain, and does on that of the resource', () => {
    fc.assert(
      fc.property(part, part, part, (local, domain, resource) => {
        const jid = jidOf(`${local}@${domain}/${resource}`);

        expect(jidOf(`${local.toUpperCase()}@${domain.toUpperCase()}/${resource}`)).to.equal(jid);
        expect(jid && resourceOf(jid)).to.equal(resource);
      }),
    );
  });
});

describe('The parts of a JID', () => {
  it('make it up again', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const jid = jidOf(text);
        fc.pre(jid !== undefined);
        const bare = toBare(jid);
        const local = localOf(jid);

        expect(bare).to.equal(local ? `${local}@${domainOf(jid)}` : domainOf(jid));
        expect(jid).to.equal(isBare(jid) ? bare : withResource(bare, resourceOf(jid)));
        expect(toBare(bare)).to.equal(bare);
      }),
      { numRuns: 1000 },
    );
  });

  it('split at the first slash and the first at sign before it', () => {
    const jid = jidOf('a.example.com/b@example.net') as Jid;

    expect([localOf(jid), domainOf(jid), resourceOf(jid)]).to.deep.equal(['', 'a.example.com', 'b@example.net']);
  });

  it('are told apart by whether there is a resource', () => {
    expect(bareJidOf('bob@example.org')).to.equal('bob@example.org');
    expect(bareJidOf('bob@example.org/p')).to.equal(undefined);
    expect(fullJidOf('bob@example.org/p')).to.equal('bob@example.org/p');
    expect(fullJidOf('bob@example.org')).to.equal(undefined);
    expect(resourceOf('bob@example.org' as Jid)).to.equal('');
  });

  it('do not take an empty or a forbidden resource', () => {
    const room = 'room@muc.example.org' as BareJid;

    expect(withResource(room, '')).to.equal(undefined);
    expect(withResource(room, '\u0007')).to.equal(undefined);
    expect(withResource(room, 'a/b')).to.equal('room@muc.example.org/a/b');
  });
});

const part = fc.stringMatching(/^[a-z0-9]{1,8}$/);
const anything = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.tuple(fc.string({ unit: 'grapheme' }), part, fc.string({ unit: 'grapheme' })).map(([l, d, r]) => `${l}@${d}/${r}`),
  fc.tuple(part, fc.string({ unit: 'grapheme' })).map(([d, r]) => `${d}/${r}`),
  fc.stringMatching(/^[a-zA-Z.@/ -]{1,20}$/),
);
