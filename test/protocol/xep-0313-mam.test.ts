import { expect } from '@open-wc/testing';
import type { BareJid } from '../../src/core/jid.js';
import { archiveQuery, readArchiveEnd } from '../../src/protocol/xep-0313-mam.js';
import { BOB, ROOM } from '../support/events.js';
import { stanza, textOfXml } from '../support/stanza.js';

const MAM = 'urn:xmpp:mam:2';
const RSM = 'http://jabber.org/protocol/rsm';
const SET = `<set xmlns="${RSM}"><max>100</max><after xmlns="${RSM}">m1</after></set>`;
const account = { archive: 'alice@example.org' as BareJid, isAccount: true, queryId: 'Q1', max: 100, after: 'm1' };
const endOf = (inside: string) => readArchiveEnd(stanza(`<iq xmlns="jabber:client" type="result">${inside}</iq>`));

describe('archiveQuery', () => {
  it('asks our own archive without a name', () => {
    expect(textOfXml(archiveQuery(account))).to.equal(
      `<iq xmlns="jabber:client" type="set"><query xmlns="${MAM}" queryid="Q1">${SET}</query></iq>`,
    );
  });

  it('asks a room’s by the room’s', () => {
    expect(textOfXml(archiveQuery({ ...account, archive: ROOM, isAccount: false }))).to.equal(
      `<iq xmlns="jabber:client" type="set" to="${ROOM}"><query xmlns="${MAM}" queryid="Q1">${SET}</query></iq>`,
    );
  });

  it('asks for one conversation by a form', () => {
    const field = (name: string, value: string, type = '') =>
      `<field xmlns="jabber:x:data" var="${name}"${type}><value>${value}</value></field>`;

    expect(textOfXml(archiveQuery({ ...account, with: BOB }))).to.equal(
      `<iq xmlns="jabber:client" type="set"><query xmlns="${MAM}" queryid="Q1"><x xmlns="jabber:x:data" type="submit">` +
        `${field('FORM_TYPE', MAM, ' type="hidden"')}${field('with', BOB)}</x>${SET}</query></iq>`,
    );
  });
});

describe('readArchiveEnd', () => {
  it('knows whether there is more, and where the page ended', () => {
    const page = `<set xmlns="${RSM}"><first>m1</first><last>m9</last></set>`;

    expect(endOf(`<fin xmlns="${MAM}" complete="true">${page}</fin>`)).to.include({
      isComplete: true,
      first: 'm1',
      last: 'm9',
    });
    expect(endOf(`<fin xmlns="${MAM}">${page}</fin>`)).to.include({ isComplete: false, last: 'm9' });
    expect(endOf(`<fin xmlns="${MAM}" complete="1"/>`).isComplete).to.equal(false);
  });

  it('takes an answer that says nothing for a page that says nothing', () => {
    expect(endOf('')).to.deep.equal({ isComplete: false });
    expect(endOf('<fin xmlns="urn:xmpp:mam:1" complete="true"/>')).to.deep.equal({ isComplete: false });
  });
});
