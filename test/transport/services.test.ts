import { expect } from '@open-wc/testing';
import { ConnectionError } from '../../src/core/errors.js';
import { isPrivate, isWebSocket, serviceUrl } from '../../src/transport/services.js';

describe('the address of a service', () => {
  it('is kept as it is written', () => {
    expect(serviceUrl('wss://chat.example.org/xmpp-websocket')).to.equal('wss://chat.example.org/xmpp-websocket');
    expect(serviceUrl('https://chat.example.org:5443/bosh?a=b')).to.equal('https://chat.example.org:5443/bosh?a=b');
  });

  it('may be relative to the page: WebSocket if its path says so, else BOSH', () => {
    expect(serviceUrl('/http-bind')).to.equal(`${location.origin}/http-bind`);
    expect(serviceUrl('/ws')).to.equal(`ws://${location.host}/ws`);
    expect(serviceUrl('/ws/')).to.equal(`ws://${location.host}/ws/`);
    expect(serviceUrl('/xmpp-websocket')).to.equal(`ws://${location.host}/xmpp-websocket`);
    expect(serviceUrl('/news/bosh')).to.equal(`${location.origin}/news/bosh`);
    expect(serviceUrl('//chat.example.org/http-bind')).to.equal('http://chat.example.org/http-bind');
  });

  it('loses a fragment, which WebSocket would refuse', () => {
    expect(serviceUrl('wss://chat.example.org/ws#top')).to.equal('wss://chat.example.org/ws');
  });

  for (const service of [
    'wss://',
    'https://[/',
    'javascript:alert(1)',
    'data:text/xml,<a/>',
    'ftp://example.org/',
    'xmpp:a@b',
  ]) {
    it(`is none if it reads ${service}`, () => {
      expect(() => serviceUrl(service))
        .to.throw(ConnectionError, service)
        .with.property('condition', 'no-service');
    });
  }

  it('tells WebSocket from BOSH by its scheme alone', () => {
    expect(isWebSocket('wss://a.example/')).to.equal(true);
    expect(isWebSocket('https://a.example/?wss://')).to.equal(false);
  });

  for (const service of [
    'wss://a.example/',
    'https://a.example/',
    'ws://localhost/',
    'http://127.0.0.1:5280/',
    'ws://[::1]/',
  ]) {
    it(`is private at ${service}`, () => expect(isPrivate(service)).to.equal(true));
  }

  for (const service of [
    'ws://a.example/?wss:',
    'http://localhost.evil.example/',
    'ws://127.evil.example/',
    'http://10.0.0.1/',
  ]) {
    it(`is not private at ${service}`, () => expect(isPrivate(service)).to.equal(false));
  }
});
