import { expect } from '@open-wc/testing';
import { stanza } from '../../support/stanza.js';
import { realAlice } from '../real-alice.js';
import type { Check, Checks } from '../entries.js';

/** A stranger may ask and gets no answer but that there is none. */
const refused =
  (id: string): Check =>
  async (input) => {
    const { server, session, chat } = await realAlice();

    await server.send(input);
    const answer = await server.next(`id="${id}"`);

    const sender = stanza(input).getAttribute('from') ?? '';
    const { attributes, children } = stanza(answer);
    expect(attributes.getNamedItem('type')?.value).to.equal('error');
    expect(attributes.getNamedItem('to')?.value).to.equal(sender);
    expect([...children].map(({ localName }) => localName)).to.deep.equal(['error']);
    for (const secret of [navigator.userAgent, navigator.platform, location.host])
      expect(answer).not.to.contain(secret);
    expect([...session.stores.roster.value.items.keys()]).to.deep.equal(['bob@example.org']);
    expect(chat.contacts.map(({ jid }) => jid)).to.deep.equal(['bob@example.org']);
  };

/** A question waits for the answer of whom it was put to, whatever others say. */
const staysOpen =
  (question: string, id: string, answer: string): Check =>
  async (input) => {
    const { server, transport, settled } = await realAlice();
    let isAnswered = false;
    const answered = transport.request(stanza(question)).finally(() => (isAnswered = true));
    const [, ourId = ''] =
      / id="([^"]*)"/.exec(await server.next(stanza(question).firstElementChild?.namespaceURI ?? '')) ?? [];

    await server.send(input.replace(`id="${id}"`, `id="${ourId}"`));
    await settled();
    expect(isAnswered).to.equal(false);
    await server.send(answer.replace('{{id}}', ourId));

    expect((await answered).getAttribute('from')).to.equal(stanza(answer).getAttribute('from'));
  };

/** What strangers ask, and answer in the place of others. */
export const iqChecks: Checks = {
  'iq-spoof-02': staysOpen(
    '<iq xmlns="jabber:client" type="get" to="upload.example.org"><request xmlns="urn:xmpp:http:upload:0"/></iq>',
    'SLOTIQ',
    '<iq xmlns="jabber:client" type="result" from="upload.example.org" id="{{id}}"/>',
  ),
  'mam-06': staysOpen(
    '<iq xmlns="jabber:client" type="set"><query xmlns="urn:xmpp:mam:2" queryid="Q1"/></iq>',
    'Q1IQ',
    '<iq xmlns="jabber:client" type="result" from="alice@example.org" id="{{id}}"/>',
  ),

  'iq-spoof-04': async (input) => {
    const { server, session, settled } = await realAlice();

    await server.send(input);
    await server.send(input.replace(' from="mallory@evil.example/x"', ''));
    await settled();

    expect(session.jid).to.equal('alice@example.org/w1');
    expect(session.status).to.equal('online');
  },

  'roster-01': refused('r1'),
  'roster-02': refused('r2'),
  'iq-in-02': refused('v1'),
  'iq-in-03': refused('b1'),
};
