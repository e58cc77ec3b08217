import { expect } from '@open-wc/testing';
import { StropheTransport } from '../../src/transport/strophe-transport.js';
import { stanza } from '../support/stanza.js';
import { mechanisms, scriptedServer, type Step } from '../support/scripted.js';

const REGISTER = '<register xmlns="http://jabber.org/features/iq-register"/>';
const OPEN: Step = { features: mechanisms('SCRAM-SHA-256') + REGISTER };
const question = () =>
  stanza('<iq xmlns="jabber:client" type="get" to="example.org"><query xmlns="jabber:iq:register"/></iq>');
const result = (more = '') =>
  `<iq xmlns="jabber:client" type="result" id="{{id}}"${more}><query xmlns="jabber:iq:register"><username/></query></iq>`;
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => (error as { condition?: string }).condition,
  );

describe('visiting a server', () => {
  for (const way of ['websocket', 'bosh'] as const) {
    it(`asks it without signing in, by ${way}, and leaves`, async () => {
      const server = await scriptedServer([OPEN, { expect: '<query' }, { send: result() }]);
      const transport = new StropheTransport();

      const visit = await transport.visit({ domain: 'example.org', services: [server[way]] });
      const answer = await visit.request(question());
      visit.end();

      expect(visit.features.querySelector('register')).to.exist;
      expect(answer.querySelector('username')).to.exist;
      const goodbye = way === 'bosh' ? 'type="terminate"' : '<close';
      let received = '';
      while (!received.includes(goodbye)) received = (await server.received()).join('\n');
      expect(received).not.to.contain('<auth');
      expect(received).not.to.contain(' from=');
      expect(transport.state.value.status).to.equal('offline');
    });
  }

  it('tells the server’s refusal', async () => {
    const conflict = '<error type="cancel"><conflict xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error>';
    const server = await scriptedServer([
      OPEN,
      { expect: '<query' },
      { send: `<iq xmlns="jabber:client" type="error" id="{{id}}" from="example.org">${conflict}</iq>` },
    ]);

    const visit = await new StropheTransport().visit({ domain: 'example.org', services: [server.websocket] });

    expect(await failureOf(visit.request(question()))).to.equal('conflict');
    visit.end();
  });

  it('takes an answer from nobody else', async () => {
    const server = await scriptedServer([
      OPEN,
      { expect: '<query' },
      { send: result(' from="evil.example"') },
      { send: result(' from="example.org"') },
    ]);

    const visit = await new StropheTransport().visit({ domain: 'example.org', services: [server.websocket] });
    const answer = await visit.request(question());

    expect(answer.getAttribute('from')).to.equal('example.org');
    visit.end();
  });

  it('goes to the next address where one is dead, and says why there was none', async () => {
    const dead = 'ws://127.0.0.1:2/ws';
    const server = await scriptedServer([OPEN]);
    const transport = new StropheTransport();

    const visit = await transport.visit({ domain: 'example.org', services: [dead, server.websocket] });
    visit.end();

    expect(await failureOf(transport.visit({ domain: 'example.org', services: [dead] }))).to.equal(
      'service-unreachable',
    );
  });

  it('goes nowhere where somebody could listen', async () => {
    const services = ['ws://chat.example.org/ws', 'http://chat.example.org/http-bind'];

    const failed = await failureOf(new StropheTransport().visit({ domain: 'example.org', services }));

    expect(failed).to.equal('encryption-required');
  });

  it('knows when the server has had enough', async () => {
    const server = await scriptedServer([OPEN, { expect: '<query' }, { drop: true }]);

    const visit = await new StropheTransport().visit({ domain: 'example.org', services: [server.websocket] });

    expect(await failureOf(visit.request(question()))).to.equal('connection-lost');
    expect(visit.isOver).to.be.true;
    expect(await failureOf(visit.request(question()))).to.equal('connection-lost');
  });

  it('can be given up on the way', async () => {
    const server = await scriptedServer([]);
    const round = new AbortController();
    const services = [server.websocket];

    const visiting = new StropheTransport().visit({ domain: 'example.org', services, signal: round.signal });
    await server.next('<open');
    round.abort(new Error('enough'));

    expect(await visiting.catch((error: unknown) => String(error))).to.equal('Error: enough');
  });
});
