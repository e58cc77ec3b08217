import { expect } from '@open-wc/testing';
import { stub } from 'sinon';
import type { BareJid, Jid } from '../../../src/core/jid.js';
import { stanza } from '../../support/stanza.js';
import { ALICE } from '../alices-page.js';
import { realAlice, type RealAlice } from '../real-alice.js';
import type { Check, Checks } from '../entries.js';
import { waitUntil } from '../../support/wait.js';

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

/** The id of alice's next question with this in it. */
async function askedFor({ server }: RealAlice, text: string): Promise<string> {
  return / id="([^"]*)"/.exec(await server.next(text))?.[1] ?? '';
}

/** What strangers ask, and answer in the place of others. */
export const iqChecks: Checks = {
  'iq-spoof-02': staysOpen(
    '<iq xmlns="jabber:client" type="get" to="upload.example.org"><request xmlns="urn:xmpp:http:upload:0"/></iq>',
    'SLOTIQ',
    '<iq xmlns="jabber:client" type="result" from="upload.example.org" id="{{id}}"/>',
  ),

  'http-11': async (input) => {
    const alice = await realAlice();
    const { server, session } = alice;
    const service = { identities: [], features: [], maxFileSize: 1000 };
    session.dispatch({ kind: 'features-discovered', jid: 'upload.example.org' as Jid, ...service });
    const [open, setHeader, send] = (['open', 'setRequestHeader', 'send'] as const).map((name) =>
      stub(XMLHttpRequest.prototype, name),
    );
    /** What comes of a file whose place is this. */
    const upload = async (slot: string) => {
      const outcome = session.uploadFile(new File(['x'], 'x')).catch((error: unknown) => error);
      const id = await askedFor(alice, '"urn:xmpp:http:upload:0"');
      await server.send(slot.replace('id="SLOTIQ"', `id="${id}"`));
      return { outcome };
    };

    expect(await (await upload(input)).outcome).to.have.property('condition', 'unsafe-slot');
    expect(open?.called).to.equal(false);
    await upload(input.replace('http://', 'https://').replace('Basic x', 'Basic x&#10;Y: 2'));
    await waitUntil(() => send?.called);

    expect(open?.args).to.deep.equal([['PUT', 'https://upload.example.org/x']]);
    expect(setHeader?.args).to.deep.equal([
      ['Content-Type', 'application/octet-stream'],
      ['Authorization', 'Basic xY: 2'],
    ]);
  },

  'mam-06': async (input) => {
    const alice = await realAlice();
    const { server, session, settled } = alice;
    const info = await askedFor(alice, `to="${ALICE}"`);
    await server.send(`<iq xmlns="jabber:client" type="result" from="${ALICE}" id="${info}">
      <query xmlns="http://jabber.org/protocol/disco#info"><feature var="urn:xmpp:mam:2"/></query></iq>`);
    const query = await askedFor(alice, 'urn:xmpp:mam:2');
    const isTold = () => session.stores.archives.value.byJid.get(ALICE as BareJid)?.isCaughtUp;

    const answer = input.replace('id="Q1IQ"', `id="${query}"`);
    await server.send(answer);
    await settled();
    expect(isTold()).not.to.equal(true);
    await server.send(answer.replace(/ from="[^"]*"/, ` from="${ALICE}"`));
    await settled();

    expect(isTold()).to.equal(true);
  },

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
