import { expect } from '@open-wc/testing';
import type { BareJid, Jid } from '../../src/core/jid.js';
import { archiveFormRequest, archiveQuery, NS_MAM } from '../../src/protocol/xep-0313-mam.js';
import { fulltextFieldIn } from '../../src/protocol/xep-0431-fulltext.js';
import { stanza, textOfXml } from '../support/stanza.js';

const FULLTEXT = '{urn:xmpp:fulltext:0}fulltext';
const ROOM = 'coven@chat.shakespeare.lit' as BareJid;

/** As XEP-0313 §4.2 has it, with these fields beside those that every archive has. */
const form = (...names: string[]) =>
  stanza(`<iq xmlns="jabber:client" type="result" id="form1"><query xmlns="${NS_MAM}">
    <x xmlns="jabber:x:data" type="form"><field type="hidden" var="FORM_TYPE"><value>${NS_MAM}</value></field>
    <field type="jid-single" var="with"/><field type="text-single" var="start"/><field type="text-single" var="end"/>
    ${names.map((name) => `<field type="text-single" var="${name}"/>`).join('')}</x></query></iq>`);

describe('XEP-0431 full text search in archives', () => {
  it('is offered by a field of the archive’s form', () => {
    expect(fulltextFieldIn(form(FULLTEXT))).to.equal(FULLTEXT);
    expect(fulltextFieldIn(form('before-id', 'after-id', 'ids')), 'Prosody').to.equal(undefined);
  });

  it('is offered under the names that servers had for it before, its own first', () => {
    expect(fulltextFieldIn(form('withtext')), 'ejabberd').to.equal('withtext');
    expect(fulltextFieldIn(form('withtext', FULLTEXT)), 'ejabberd with MySQL').to.equal(FULLTEXT);
    expect(fulltextFieldIn(form('search'))).to.equal('search');
  });

  it('is not offered by what is no form', () => {
    for (const inside of [
      '',
      `<query xmlns="${NS_MAM}"/>`,
      `<x xmlns="jabber:x:data"><field var="${FULLTEXT}"/></x>`,
    ]) {
      expect(fulltextFieldIn(stanza(`<iq xmlns="jabber:client" type="result">${inside}</iq>`)), inside).to.equal(
        undefined,
      );
    }
  });

  it('asks our own archive for its form without an address, a room’s by it', () => {
    const ask = (isAccount: boolean) => textOfXml(archiveFormRequest({ archive: ROOM, isAccount }));

    expect(ask(true)).to.equal(`<iq xmlns="jabber:client" type="get"><query xmlns="${NS_MAM}"/></iq>`);
    expect(ask(false)).to.contain(` to="${ROOM}"`);
  });

  it('asks for words as text, with whom they were exchanged, and a page', () => {
    const query = archiveQuery({
      archive: ROOM,
      isAccount: true,
      queryId: 'q1',
      with: 'juliet@capulet.lit' as Jid,
      words: { field: FULLTEXT, text: '<b>"love" & hate' },
      before: '',
      max: 30,
    });
    const field = (name: string) => query.querySelector(`field[var="${name}"]`);

    expect(field('FORM_TYPE')?.textContent).to.equal(NS_MAM);
    expect(field('with')?.textContent).to.equal('juliet@capulet.lit');
    expect(field(FULLTEXT)?.textContent).to.equal('<b>"love" & hate');
    expect(query.querySelector('max')?.textContent).to.equal('30');
  });
});
