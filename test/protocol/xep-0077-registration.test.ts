import { expect } from '@open-wc/testing';
import {
  offersRegistration,
  readRegistration,
  registration,
  registrationQuestion,
} from '../../src/protocol/xep-0077-registration.js';
import { stanza, textOfXml } from '../support/stanza.js';

const answer = (query: string) =>
  readRegistration(
    stanza(`<iq xmlns="jabber:client" type="result"><query xmlns="jabber:iq:register">${query}</query></iq>`),
  );
const dataForm = (fields: string, more = '') =>
  answer(`<username/><password/><x xmlns="jabber:x:data" type="form">
    <field type="hidden" var="FORM_TYPE"><value>jabber:iq:register</value></field>
    <field type="text-single" label="User" var="username"><required/></field>
    <field type="text-private" label="Pass" var="password"><required/></field>${fields}</x>${more}`);
const answers = (values: Readonly<Record<string, string>>) =>
  new Map(Object.entries(values).map(([name, value]) => [name, [value]]));
const oob = (url: string) => `<x xmlns="jabber:x:oob"><url>${url}</url></x>`;

describe('XEP-0077 in-band registration', () => {
  it('is offered by a stream’s features', () => {
    const features = (inner: string) =>
      stanza(`<features xmlns="http://etherx.jabber.org/streams">${inner}</features>`);

    expect(offersRegistration(features('<register xmlns="http://jabber.org/features/iq-register"/>'))).to.be.true;
    expect(offersRegistration(features('<register xmlns="urn:other"/>'))).to.be.false;
  });

  it('asks the server itself', () => {
    expect(textOfXml(registrationQuestion('example.org'))).to.equal(
      '<iq xmlns="jabber:client" type="get" to="example.org"><query xmlns="jabber:iq:register"/></iq>',
    );
  });

  it('reads fields from before there were forms (XEP-0077, example 2), and answers all of them', () => {
    const form = answer(`<instructions>
      Choose a username and password for use with this service.
      Please also provide your email address.
    </instructions><username/><password/><email/><key>k1</key>`);

    expect(form.instructions).to.deep.equal([
      'Choose a username and password for use with this service. Please also provide your email address.',
    ]);
    expect(form.fields.map(({ name, type }) => `${name} ${type}`)).to.deep.equal([
      'username text-single',
      'password text-private',
      'email text-single',
      'key hidden',
    ]);
    expect(form).to.include({ isUsable: true, isData: false });
    const values = answers({ username: 'bill', password: 'Calliope', email: 'bard@shakespeare.lit' });
    expect(
      textOfXml(registration('shakespeare.lit', form, values)).replaceAll(/(<\w+) xmlns="jabber:iq:register"/g, '$1'),
    ).to.equal(
      '<iq xmlns="jabber:client" type="set" to="shakespeare.lit"><query>' +
        '<username>bill</username><password>Calliope</password>' +
        '<email>bard@shakespeare.lit</email><key>k1</key></query></iq>',
    );
  });

  it('reads a data form instead, and gives back what is hidden in it', () => {
    const form = dataForm(`<instructions>Tell us more</instructions>
      <field type="fixed"><value>About you</value></field>
      <field type="list-single" label="Team" var="x-team"><value>b</value>
        <option label="Reds"><value>a</value></option><option><value>b</value></option></field>
      <field type="boolean" label="News" var="news"><value>1</value></field>
      <field type="jid-single" label="Friend" var="friend"/><field label="Nameless"/>`);

    expect(form).to.include({ isUsable: true, isData: true });
    expect(form.instructions).to.deep.equal(['Tell us more']);
    expect(
      form.fields.map(({ name, type, values }) => [name, type, ...(values.length ? values : [''])].join()),
    ).to.deep.equal([
      'FORM_TYPE,hidden,jabber:iq:register',
      'username,text-single,',
      'password,text-private,',
      ',fixed,About you',
      'x-team,list-single,b',
      'news,boolean,1',
      'friend,jid-single,',
    ]);
    expect(form.fields[4]?.options).to.deep.equal([
      { label: 'Reds', value: 'a' },
      { label: 'b', value: 'b' },
    ]);
    const values = answers({ username: 'bill', password: 'p', 'x-team': 'a', news: '0', evil: 'x' });
    const sent = registration('example.org', form, values);
    expect(
      [...sent.getElementsByTagName('field')].map((field) => `${field.getAttribute('var')}=${field.textContent}`),
    ).to.deep.equal(['FORM_TYPE=jabber:iq:register', 'username=bill', 'password=p', 'x-team=a', 'news=0']);
    expect(sent.querySelector('x')?.getAttribute('type')).to.equal('submit');
  });

  it('knows a CAPTCHA that it cannot show, and where that is solved', () => {
    const form = dataForm(`
      <field type="text-single" label="CAPTCHA web page" var="captcha-fallback-url">
        <value>https://example.org/captcha/1</value></field>
      <field type="text-single" label="Enter the text you see" var="ocr"><media xmlns="urn:xmpp:media-element"
        ><uri type="image/png">cid:1@bob.xmpp.org</uri></media><required/></field>`);

    expect(form).to.include({ isUsable: false, url: 'https://example.org/captcha/1' });
  });

  it('asks the question of a CAPTCHA that is one', () => {
    const form = dataForm('<field type="text-single" label="Colour of a stop light" var="qa"><required/></field>');

    expect(form.isUsable).to.be.true;
    expect(form.fields.at(-1)).to.include({ name: 'qa', label: 'Colour of a stop light', isRequired: true });
  });

  it('is led elsewhere (example 15), where that is safe', () => {
    const said = '<instructions>To register, visit https://www.shakespeare.lit/contests.php</instructions>';

    expect(answer(said + oob('https://www.shakespeare.lit/contests.php'))).to.include({
      isUsable: false,
      url: 'https://www.shakespeare.lit/contests.php',
    });
    for (const url of ['http://www.shakespeare.lit/', 'javascript:alert(1)', 'https://', 'ftp://x.example', '']) {
      expect(answer(said + oob(url)).url, url).to.be.undefined;
    }
  });

  it('makes nothing of an answer without a form', () => {
    expect(readRegistration(stanza('<iq xmlns="jabber:client" type="result"/>'))).to.include({ isUsable: false });
    expect(answer('<registered/>').fields).to.be.empty;
  });
});
