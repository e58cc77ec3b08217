import { expect } from '@open-wc/testing';
import { roomInfoIn, roomRulesIn } from '../../src/protocol/xep-0045-muc/info.js';
import { extendedInfoIn } from '../../src/protocol/xep-0128-info.js';
import { stanza } from '../support/stanza.js';

const NS_ROOM_INFO = 'http://jabber.org/protocol/muc#roominfo';
const info = (inside: string) =>
  stanza(`<iq xmlns="jabber:client" from="heath@chat.shakespeare.lit" type="result">
    <query xmlns="http://jabber.org/protocol/disco#info">${inside}</query></iq>`);
const field = (name: string, ...values: readonly string[]) =>
  `<field var="${name}">${values.map((value) => `<value>${value}</value>`).join('')}</field>`;
const form = (type: string, ...fields: readonly string[]) =>
  `<x xmlns="jabber:x:data" type="result">${field('FORM_TYPE', type)}${fields.join('')}</x>`;

describe('XEP-0128 what a room adds to what it is', () => {
  it('is the form of the right type, and of no other', () => {
    const answer = info(form('urn:other', field('a', 'no')) + form('urn:ours', field('a', ' 1 ', '2')));

    expect(extendedInfoIn(answer, 'urn:ours')('a')).to.deep.equal(['1', '2']);
    expect(extendedInfoIn(answer, 'urn:ours')('b')).to.deep.equal([]);
    expect(extendedInfoIn(answer, 'urn:none')('a')).to.deep.equal([]);
    expect(extendedInfoIn(stanza('<iq xmlns="jabber:client" type="result"/>'), 'urn:ours')('a')).to.deep.equal([]);
  });

  it('names who answers for it (XEP-0045 §6.4): real addresses, and not too many', () => {
    const many = Array.from({ length: 30 }, (_, index) => `crone${index}@shakespeare.lit`);
    const rules = (...values: readonly string[]) =>
      roomRulesIn(info(form(NS_ROOM_INFO, field('muc#roominfo_contactjid', ...values))));

    expect(rules('crone1@shakespeare.lit', 'no one', 'a@b/c').contacts).to.deep.equal(['crone1@shakespeare.lit']);
    expect(rules(...many).contacts).to.have.length(10);
    expect(rules('').contacts).to.equal(undefined);
    expect(roomRulesIn(info('')).contacts).to.equal(undefined);
  });

  it('tells how many seconds lie between two messages (XEP-0500); what is no such number is none', () => {
    const slowMode = (value: string) =>
      roomRulesIn(info(form(NS_ROOM_INFO, field('muc#roominfo_slow_mode_duration', value)))).slowMode;

    expect(slowMode('20')).to.equal(20);
    for (const odd of ['0', '-1', '1.5', '1e3', 'soon', '', '9'.repeat(400)]) {
      expect(slowMode(odd), odd).to.equal(undefined);
    }
  });

  it('tells what it is about and how many are in', () => {
    const fields = [field('muc#roominfo_description', 'The place'), field('muc#roominfo_occupants', '3')];

    const nothing = { description: '', occupants: undefined, subject: '', language: '', contacts: [] };
    const told = { ...nothing, description: 'The place', occupants: 3 };

    expect(roomInfoIn(info(form(NS_ROOM_INFO, ...fields)))).to.deep.equal(told);
    expect(roomInfoIn(info(''))).to.deep.equal(nothing);
  });
});
