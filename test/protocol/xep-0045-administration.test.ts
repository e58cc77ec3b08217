import { expect } from '@open-wc/testing';
import type { BareJid, Jid } from '../../src/core/jid.js';
import { adminChange, affiliatedIn, affiliatedRequest } from '../../src/protocol/xep-0045-muc/admin.js';
import { roomInfoIn } from '../../src/protocol/xep-0045-muc/info.js';
import {
  destroyRequest,
  settingsCancel,
  settingsChange,
  settingsIn,
  settingsRequest,
} from '../../src/protocol/xep-0045-muc/owner.js';
import { membershipIn, membershipRequest, membershipWish } from '../../src/protocol/xep-0045-muc/register.js';
import { voiceAnswer, voiceRequest } from '../../src/protocol/xep-0045-muc/voice.js';
import { stanza, textOfXml } from '../support/stanza.js';

const room = 'coven@chat.shakespeare.lit' as BareJid;
const OWNER = 'http://jabber.org/protocol/muc#owner';
const ADMIN = 'http://jabber.org/protocol/muc#admin';
const REGISTER = 'jabber:iq:register';

const result = (ns: string, inside: string) =>
  stanza(`<iq xmlns="jabber:client" type="result"><query xmlns="${ns}">${inside}</query></iq>`);
/** Without what serialising says twice. */
const plain = (element: Element) =>
  textOfXml(element).replaceAll(/(<(?:item|reason|field|value|destroy)) xmlns="[^"]+"/g, '$1');
const iq = (type: string, ns: string, inside: string) =>
  `<iq xmlns="jabber:client" type="${type}" to="${room}"><query xmlns="${ns}"${inside ? `>${inside}</query>` : '/>'}</iq>`;

describe('Administering a room (XEP-0045)', () => {
  it('asks for its settings, changes them, or leaves them (§10.2)', () => {
    const form = settingsIn(
      result(
        OWNER,
        `<x xmlns="jabber:x:data" type="form"><title>Configuration for "coven" Room</title>
          <field type="hidden" var="FORM_TYPE"><value>${ADMIN}</value></field>
          <field label="Natural-Language Room Name" type="text-single" var="muc#roomconfig_roomname"><value>A Dark Cave</value></field></x>`,
      ),
    );

    expect(plain(settingsRequest(room))).to.equal(iq('get', OWNER, ''));
    expect(form?.title).to.equal('Configuration for "coven" Room');
    expect(form && plain(settingsChange(room, form, new Map([['muc#roomconfig_roomname', ['Cave & co']]])))).to.equal(
      iq(
        'set',
        OWNER,
        `<x xmlns="jabber:x:data" type="submit"><field var="FORM_TYPE"><value>${ADMIN}</value></field>` +
          '<field var="muc#roomconfig_roomname"><value>Cave &amp; co</value></field></x>',
      ),
    );
    expect(plain(settingsCancel(room))).to.equal(iq('set', OWNER, '<x xmlns="jabber:x:data" type="cancel"/>'));
  });

  it('finds no form where there is none', () => {
    expect(settingsIn(result(OWNER, ''))).to.equal(undefined);
    expect(settingsIn(result('urn:evil', '<x xmlns="jabber:x:data"/>'))).to.equal(undefined);
  });

  it('asks who has an affiliation, and reads each of them once (§9.2)', () => {
    expect(plain(affiliatedRequest(room, 'outcast'))).to.equal(iq('get', ADMIN, '<item affiliation="outcast"/>'));
    const all = affiliatedIn(
      result(
        ADMIN,
        `<item affiliation="outcast" jid="earlofcambridge@shakespeare.lit"><reason>Treason
          </reason></item><item jid="example.net" nick="${'x'.repeat(999)}"/><item affiliation="outcast" jid="Example.net"/>
          <item affiliation="owner" jid="macbeth@shakespeare.lit"/><item affiliation="outcast" jid="@"/><item affiliation="outcast"/>`,
      ),
      'outcast',
    );

    expect(all.map(({ jid, nick, reason }) => [jid, nick.length, reason])).to.deep.equal([
      ['earlofcambridge@shakespeare.lit', 0, 'Treason'],
      ['example.net', 0, ''],
    ]);
  });

  it('gives and takes an affiliation (§9.1)', () => {
    const change = { jid: 'hag66@shakespeare.lit' as Jid, affiliation: 'none' } as const;

    expect(plain(adminChange(room, change))).to.equal(
      iq('set', ADMIN, '<item jid="hag66@shakespeare.lit" affiliation="none"/>'),
    );
  });

  it('closes it, for a reason, in favour of another (§10.9)', () => {
    const alternative = 'coven2@chat.shakespeare.lit' as BareJid;

    expect(plain(destroyRequest(room, { reason: 'Macbeth & co', alternative }))).to.equal(
      iq('set', OWNER, `<destroy jid="${alternative}"><reason>Macbeth &amp; co</reason></destroy>`),
    );
    expect(plain(destroyRequest(room, {}))).to.equal(iq('set', OWNER, '<destroy/>'));
  });

  it('asks for leave to speak, and answers who asks (§7.13, §8.6)', () => {
    const fields = (message: Element) =>
      [...message.getElementsByTagName('field')].map((each) => `${each.getAttribute('var')}=${each.textContent}`);
    const type = 'FORM_TYPE=http://jabber.org/protocol/muc#request';
    const asked = {
      kind: 'voice-requested',
      room,
      nick: 'thirdwitch',
      jid: 'hag66@shakespeare.lit/pda' as Jid,
    } as const;

    const request = voiceRequest(room, 'v1');
    expect(fields(request)).to.deep.equal([type, 'muc#role=participant']);
    expect(request.getAttribute('to')).to.equal(room);
    expect(request.getAttribute('type')).to.equal(null);
    expect(fields(voiceAnswer(asked, 'v2', true))).to.deep.equal([
      type,
      'muc#role=participant',
      'muc#jid=hag66@shakespeare.lit/pda',
      'muc#roomnick=thirdwitch',
      'muc#request_allow=true',
    ]);
    expect(fields(voiceAnswer({ ...asked, jid: undefined }, 'v3', false))).to.deep.equal([
      type,
      'muc#role=participant',
      'muc#roomnick=thirdwitch',
      'muc#request_allow=false',
    ]);
  });

  it('asks for membership (§7.10)', () => {
    const form = membershipIn(
      result(
        REGISTER,
        `<x xmlns="jabber:x:data" type="form"><field type="hidden" var="FORM_TYPE"><value>http://jabber.org/protocol/muc#register</value></field>
          <field label="Desired Nickname" type="text-single" var="muc#register_roomnick"><required/></field></x>`,
      ),
    );

    expect(plain(membershipRequest(room))).to.equal(iq('get', REGISTER, ''));
    if (!form || form === 'registered') throw new Error('no form');
    expect(plain(membershipWish(room, form, new Map([['muc#register_roomnick', ['thirdwitch']]])))).to.equal(
      iq(
        'set',
        REGISTER,
        '<x xmlns="jabber:x:data" type="submit"><field var="FORM_TYPE"><value>http://jabber.org/protocol/muc#register</value></field>' +
          '<field var="muc#register_roomnick"><value>thirdwitch</value></field></x>',
      ),
    );
    expect(membershipIn(result(REGISTER, '<registered/><username>w</username>'))).to.equal('registered');
    expect(membershipIn(result(REGISTER, '<instructions>Go away</instructions>'))).to.equal(undefined);
  });

  it('reads what it says of itself (§6.4)', () => {
    const about = (fields: string) =>
      roomInfoIn(
        result('http://jabber.org/protocol/disco#info', `<x xmlns="jabber:x:data" type="result">${fields}</x>`),
      );
    const field = (name: string, ...values: string[]) =>
      `<field var="${name}">${values.map((value) => `<value>${value}</value>`).join('')}</field>`;
    const type = field('FORM_TYPE', 'http://jabber.org/protocol/muc#roominfo');

    expect(
      about(
        type +
          field('muc#roominfo_description', 'The place for all good witches!') +
          field('muc#roominfo_contactjid', 'crone1@shakespeare.lit', 'evil@@', 'hag@shakespeare.lit') +
          field('muc#roominfo_subject', 'Spells') +
          field('muc#roominfo_lang', 'en') +
          field('muc#roominfo_occupants', '3'),
      ),
    ).to.deep.equal({
      description: 'The place for all good witches!',
      contacts: ['crone1@shakespeare.lit', 'hag@shakespeare.lit'],
      subject: 'Spells',
      language: 'en',
      occupants: 3,
    });
    expect(about(type + field('muc#roominfo_occupants', '-1e9')).occupants).to.equal(undefined);
    expect(about(field('muc#roominfo_description', 'of another form')).description).to.equal('');
  });
});
