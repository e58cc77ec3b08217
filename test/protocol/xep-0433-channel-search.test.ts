import { expect } from '@open-wc/testing';
import { StanzaError } from '../../src/core/errors.js';
import type { Jid } from '../../src/core/jid.js';
import type { DataForm } from '../../src/protocol/xep-0004-forms.js';
import {
  channelSearch,
  channelSearchForm,
  channelSearchFormIn,
  channelsIn,
} from '../../src/protocol/xep-0433-channel-search.js';
import { stanza, textOfXml } from '../support/stanza.js';

const NS = 'urn:xmpp:channel-search:0:search';
const SERVICE = 'search.service.example' as Jid;
const field = (name: string, value: string, more = '') =>
  `<field ${more} var="${name}">${value && `<value>${value}</value>`}</field>`;
const TYPE = field('FORM_TYPE', 'urn:xmpp:channel-search:0:search-params', 'type="hidden"');
const order = (key: string) => `{urn:xmpp:channel-search:0:order}${key}`;
const keys = (...all: readonly string[]) =>
  `<field type="list-single" var="key"><value>${order('nusers')}</value>${all
    .map((key) => `<option><value>${order(key)}</value></option>`)
    .join('')}</field>`;
const answer = (inside: string) =>
  stanza(`<iq xmlns="jabber:client" type="result"><search xmlns="${NS}">
    <x xmlns="jabber:x:data" type="form">${inside}</x></search></iq>`);
/** As in §4.2.1. */
const FORM =
  TYPE +
  field('q', '', 'type="text-single" label="Search for"') +
  field('all', '', 'type="boolean"') +
  field('sinname', 'true', 'type="boolean"') +
  field('min_users', '1', 'type="text-single"') +
  `<field var="types" type="list-multi"><value>xep-0045</value><option><value>xep-0045</value></option>
    <option><value>xep-0369</value></option></field>` +
  keys('nusers', 'address');

const submitted = (inside: string) => {
  const iq = channelSearch(SERVICE, channelSearchFormIn(answer(inside)) as DataForm, 'a <b> & c', {
    max: 5,
    after: 'x',
  });
  return [...iq.getElementsByTagName('field')].map((each) => `${each.getAttribute('var')}=${each.textContent}`);
};
const found = (inside: string) =>
  channelsIn(stanza(`<iq xmlns="jabber:client" type="result"><result xmlns="${NS}">${inside}</result></iq>`));
const set = (inside: string) => `<set xmlns="http://jabber.org/protocol/rsm">${inside}</set>`;

describe('XEP-0433 extended channel search', () => {
  it('asks for the form', () => {
    expect(textOfXml(channelSearchForm(SERVICE))).to.equal(
      `<iq xmlns="jabber:client" type="get" to="${SERVICE}"><search xmlns="${NS}"/></iq>`,
    );
  });

  it('fills in the words, the rooms that we can enter, and the fullest first; the rest stays as it came', () => {
    expect(submitted(FORM)).to.deep.equal([
      'FORM_TYPE=urn:xmpp:channel-search:0:search-params',
      'q=a <b> & c',
      'types=xep-0045',
      `key=${order('nusers')}`,
    ]);
  });

  it('asks for nothing that is not offered', () => {
    const type = 'FORM_TYPE=urn:xmpp:channel-search:0:search-params';

    expect(submitted(TYPE + field('q', ''))).to.deep.equal([type, 'q=a <b> & c']);
    expect(submitted(TYPE + field('q', '') + keys('address'))).to.deep.equal([
      type,
      'q=a <b> & c',
      `key=${order('address')}`,
    ]);
    expect(submitted(TYPE + field('q', '') + keys('odd'))).to.deep.equal([type, 'q=a <b> & c']);
  });

  it('pages through the answer (XEP-0059)', () => {
    const iq = channelSearch(SERVICE, channelSearchFormIn(answer(FORM)) as DataForm, 'x', { max: 5, after: 'o' });

    expect(textOfXml(iq)).to.contain('<max>5</max>');
    expect(iq.querySelector('after')?.textContent).to.equal('o');
  });

  it('knows a form that looks for words, and no other', () => {
    const odd = [
      '',
      field('q', ''),
      TYPE,
      TYPE.replace('hidden', 'text-single') + field('q', ''),
      TYPE.replace('search-', ''),
    ];

    for (const inside of odd) expect(channelSearchFormIn(answer(inside)), inside).to.equal(undefined);
    expect(channelSearchFormIn(stanza('<iq xmlns="jabber:client" type="result"/>'))).to.equal(undefined);
  });

  it('reads the rooms that were found, and after which there are more', () => {
    const items = `<item address="commteam@muc.xmpp.org"><name>commteam</name><nusers>10</nusers><is-open/></item>
      <item address="operators@muc.xmpp.org"><name>XMPP Service
        Operators</name><description>Discussion venue</description><nusers>43</nusers><x xmlns="urn:more"/></item>`;
    const rooms = [
      { jid: 'commteam@muc.xmpp.org', name: 'commteam', description: '', occupants: 10 },
      { jid: 'operators@muc.xmpp.org', name: 'XMPP Service Operators', description: 'Discussion venue', occupants: 43 },
    ];

    expect(found(items + set('<first>a</first><last>b</last><max>5</max>'))).to.deep.equal({ rooms, next: 'b' });
    expect(found(items + set('<first index="0">a</first><last>b</last><count>2</count>')).next).to.equal(undefined);
    expect(found(items)).to.deep.equal({ rooms, next: undefined });
    expect(found('')).to.deep.equal({ rooms: [], next: undefined });
  });

  it('leaves out what is no room, or none that we can enter, or said twice, and what is too much', () => {
    const many = Array.from({ length: 500 }, (_, index) => `<item address="r${index}@muc.example"/>`).join('');
    const odd = `<item/><item address=""/><item address="muc.example"/><item address="a@b/c"/><item address="a b@@"/>
      <item address="mix@example"><service-type>xep-0369</service-type></item>
      <item address="a@muc.example"><service-type>xep-0045</service-type><name>${'n'.repeat(9000)}</name>
      <description>${'d'.repeat(9000)}</description><nusers>-1</nusers></item><item address="a@muc.example"/>`;

    const { rooms } = found(odd);
    expect(rooms.map(({ jid }) => jid)).to.deep.equal(['a@muc.example']);
    expect(found(many).rooms).to.have.length(200);
    const [twice] = found(`<item address="a@muc.example"><nusers>1e9</nusers><name> </name></item>`).rooms;
    expect(twice).to.deep.equal({ jid: 'a@muc.example', name: 'a', description: '', occupants: undefined });
    const [long] = found(odd.replace('<item address="a@muc.example"/>', '')).rooms;
    expect([long?.name.length, long?.description.length, long?.occupants]).to.deep.equal([200, 1000, undefined]);
  });

  it('hears when to ask again', () => {
    const refusal = (limit: string) =>
      StanzaError.from(
        stanza(`<iq xmlns="jabber:client" type="error"><error type="wait">
          <resource-constraint xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/>
          <rate-limit xmlns="urn:xmpp:channel-search:0:error" ${limit}/></error></iq>`),
      );

    expect(refusal('retry-after="30"').retryAfter).to.equal(30);
    for (const odd of ['', 'retry-after="-1"', 'retry-after="soon"', 'retry-after="99999999"'])
      expect(refusal(odd).retryAfter, odd).to.equal(undefined);
    expect(refusal('').condition).to.equal('resource-constraint');
  });
});
