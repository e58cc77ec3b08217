import { expect } from '@open-wc/testing';
import { restore, stub, useFakeTimers } from 'sinon';
import { ConnectionError } from '../../src/core/errors.js';
import { discover } from '../../src/transport/discovery.js';
import { StropheTransport } from '../../src/transport/strophe-transport.js';
import { setHostMeta } from '../support/scripted.js';

const WEBSOCKET = 'urn:xmpp:alt-connections:websocket';
const BOSH = 'urn:xmpp:alt-connections:xbosh';

/** A web in which these addresses answer, and no other. */
function web(answers: Record<string, string | Response>) {
  return stub(window, 'fetch').callsFake((input) => {
    const url = input as string;
    const answer = answers[url];
    if (answer === undefined) return Promise.reject(new TypeError('Failed to fetch'));
    const response = typeof answer === 'string' ? new Response(answer) : answer;
    if (!response.url) Object.defineProperty(response, 'url', { value: url });
    return Promise.resolve(response);
  });
}

const json = (...links: object[]) => JSON.stringify({ links });
const found = (domain = 'example.org') => discover(domain, new AbortController().signal);

const JSON_URL = 'https://example.org/.well-known/host-meta.json';
const XML_URL = 'https://example.org/.well-known/host-meta';
const XML = `<?xml version="1.0" encoding="utf-8"?>
  <XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">
    <Link rel="${BOSH}" href="https://xml.example.org/http-bind"/>
    <Link rel="${WEBSOCKET}" href="wss://xml.example.org/ws"/>
  </XRD>`;

describe('discovering the services of a domain (XEP-0156)', () => {
  afterEach(() => restore());

  it('takes every link, WebSocket first', async () => {
    web({
      [JSON_URL]: json(
        { rel: BOSH, href: 'https://one.example.org/http-bind' },
        { rel: WEBSOCKET, href: 'wss://one.example.org/ws' },
        { rel: 'lrdd', href: 'https://one.example.org/lrdd' },
        { rel: WEBSOCKET, href: 'wss://two.example.org/ws' },
        { rel: WEBSOCKET, href: 'wss://one.example.org/ws' },
      ),
    });

    expect(await found()).to.deep.equal([
      'wss://one.example.org/ws',
      'wss://two.example.org/ws',
      'https://one.example.org/http-bind',
    ]);
  });

  it('reads XML where there is no JSON', async () => {
    web({ [XML_URL]: XML });

    expect(await found()).to.deep.equal(['wss://xml.example.org/ws', 'https://xml.example.org/http-bind']);
  });

  it('sends no cookies', async () => {
    const fetch = web({ [XML_URL]: XML });

    await found();

    expect(fetch.alwaysCalledWithMatch('https://example.org/', { credentials: 'omit' })).to.equal(true);
  });

  for (const [what, answer] of Object.entries({
    'a page of a captive portal (http-03)': '<!doctype html><html><body>Log in</body></html>',
    'a script for an address (http-02)': json({ rel: WEBSOCKET, href: 'javascript:alert(1)' }),
    'an address without encryption': json({ rel: WEBSOCKET, href: 'ws://example.org/ws' }),
    'an address on the visitor’s own machine': json({ rel: BOSH, href: 'http://localhost:8080/' }),
    'a BOSH address as a WebSocket': json({ rel: WEBSOCKET, href: 'https://example.org/' }),
    'a number for an address': json({ rel: WEBSOCKET, href: 7 }),
    'something that is no list': '{"links":{"rel":"x"}}',
    'nothing at all': 'null',
    holes: '{"links":[null,7,"x",[]]}',
  })) {
    it(`goes on to XML when JSON gives ${what}`, async () => {
      web({ [JSON_URL]: answer, [XML_URL]: XML });

      expect(await found()).to.include('wss://xml.example.org/ws');
    });
  }

  it('is not poisoned by names that every object has (http-04)', async () => {
    web({
      [JSON_URL]: '{"links":[{"rel":"__proto__","href":"x"},{"rel":"constructor"}],"__proto__":{"polluted":1}}',
    });

    expect(await found()).to.deep.equal([]);
    expect(({} as { polluted?: number }).polluted).to.equal(undefined);
  });

  it('does not follow a redirect out of TLS (http-05)', async () => {
    const answer = new Response(json({ rel: WEBSOCKET, href: 'wss://evil.example/ws' }));
    Object.defineProperty(answer, 'url', { value: 'http://evil.example/host-meta.json' });
    web({ [JSON_URL]: answer });

    expect(await found()).to.deep.equal([]);
  });

  it('finds nothing on error pages', async () => {
    web({ [JSON_URL]: new Response(json({ rel: WEBSOCKET, href: 'wss://example.org/ws' }), { status: 404 }) });

    expect(await found()).to.deep.equal([]);
  });

  it('asks the page’s own host about localhost, where TLS is not needed', async () => {
    await setHostMeta({
      'host-meta.json': { body: json({ rel: WEBSOCKET, href: 'ws://localhost:5280/ws' }), type: 'json' },
    });

    expect(await found('localhost')).to.deep.equal(['ws://localhost:5280/ws']);
  });

  it('gives each form five seconds', async () => {
    const clock = useFakeTimers({ toFake: ['setTimeout'] });
    const limits: number[] = [];
    stub(AbortSignal, 'timeout').callsFake((time) => {
      limits.push(time);
      return AbortSignal.abort();
    });
    stub(window, 'fetch').rejects(new DOMException('', 'TimeoutError'));

    expect(await found()).to.deep.equal([]);
    expect(limits).to.deep.equal([5000, 5000]);
    clock.restore();
  });

  it('stops when it is given up', async () => {
    const controller = new AbortController();
    stub(window, 'fetch').callsFake(() => {
      controller.abort(new Error('enough'));
      return Promise.reject(new TypeError());
    });

    const error: unknown = await discover('example.org', controller.signal).catch((reason: unknown) => reason);

    expect(error).to.have.property('message', 'enough');
  });
});

describe('connecting without a service', () => {
  afterEach(() => restore());

  it('says that none is known', async () => {
    web({});
    const transport = new StropheTransport();

    const error: unknown = await transport
      .connect({ credentials: { kind: 'anonymous', domain: 'example.org' }, services: [] })
      .catch((reason: unknown) => reason);

    expect(error).to.be.instanceOf(ConnectionError).with.property('condition', 'no-service');
    expect(transport.state.value).to.deep.equal({ status: 'offline', error });
  });
});
