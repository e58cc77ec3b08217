import { expect } from '@open-wc/testing';
import { cancelledForm, readForm, submittedForm, valueIn } from '../../src/protocol/xep-0004-forms.js';
import { stanza, textOfXml } from '../support/stanza.js';

const form = (inside: string) => readForm(stanza(`<x xmlns="jabber:x:data" type="form">${inside}</x>`));
const field = (attributes: string, inside = '') => form(`<field ${attributes}>${inside}</field>`).fields[0];
/** What is answered, by the names of the fields. */
const told = (answer: Element) =>
  [...answer.children].map((each) => [
    each.getAttribute('var'),
    ...[...each.children].map(({ textContent }) => textContent),
  ]);

describe('XEP-0004 data forms', () => {
  it('read every type of field, with what it says of itself (XEP-0004, example 2)', () => {
    const { title, instructions, fields } = form(`<title>Bot
      Configuration</title><instructions>Fill out this form</instructions><instructions> to configure it </instructions>
      <field type="hidden" var="FORM_TYPE"><value>jabber:bot</value></field>
      <field type="fixed"><value>Section 1: Bot Info</value></field>
      <field type="text-single" label="The name of your bot" var="botname"/>
      <field type="text-multi" label="Helpful description" var="description"><value>One</value><value>Two</value></field>
      <field type="boolean" label="Public bot?" var="public"><required/></field>
      <field type="text-private" label="Password" var="password"/>
      <field type="list-multi" label="What features?" var="features"><option label="Contests"><value>contests</value></option>
        <option><value>news</value></option><value>news</value><value>search</value></field>
      <field type="list-single" label="Maximum" var="maxsubs"><value>20</value><option><value>20</value></option></field>
      <field type="jid-single" label="Owner" var="owner"/>
      <field type="jid-multi" label="People to invite" var="invitelist"><desc>Tell all
        your friends</desc></field>`);

    expect(title).to.equal('Bot Configuration');
    expect(instructions).to.deep.equal(['Fill out this form', 'to configure it']);
    expect(fields.map(({ name, type }) => `${name} ${type}`)).to.deep.equal([
      'FORM_TYPE hidden',
      ' fixed',
      'botname text-single',
      'description text-multi',
      'public boolean',
      'password text-private',
      'features list-multi',
      'maxsubs list-single',
      'owner jid-single',
      'invitelist jid-multi',
    ]);
    expect(fields[3]?.values).to.deep.equal(['One', 'Two']);
    expect(fields[4]).to.include({ isRequired: true, label: 'Public bot?' });
    expect(fields[6]).to.deep.include({
      values: ['news', 'search'],
      options: [
        { label: 'Contests', value: 'contests' },
        { label: 'news', value: 'news' },
      ],
    });
    expect(fields[9]?.description).to.equal('Tell all your friends');
  });

  it('are answered with all values, and give back what is hidden as it came', () => {
    const asked = form(`<field type="hidden" var="FORM_TYPE"><value>jabber:bot</value></field>
      <field type="hidden" var="ids"><value>1</value><value>2</value></field><field type="fixed" var="f"><value>F</value></field>
      <field type="text-multi" var="lines"/><field var="kept"><value>as it is</value></field><field var="emptied"/>`);
    const answer = submittedForm(
      asked,
      new Map([
        ['lines', ['a <b>', '']],
        ['emptied', []],
        ['FORM_TYPE', ['evil']],
        ['stranger', ['x']],
      ]),
    );

    expect(answer.getAttribute('type')).to.equal('submit');
    expect(told(answer)).to.deep.equal([
      ['FORM_TYPE', 'jabber:bot'],
      ['ids', '1', '2'],
      ['lines', 'a <b>', ''],
      ['emptied'],
    ]);
    expect(valueIn(asked, 'kept')).to.equal('as it is');
    expect(valueIn(asked, 'absent')).to.equal('');
  });

  it('can be cancelled', () => {
    expect(textOfXml(cancelledForm())).to.equal('<x xmlns="jabber:x:data" type="cancel"/>');
  });

  it('take a type that nobody knows for a line of text', () => {
    for (const type of ['', 'type="text-evil"', 'type="__proto__"', 'type="constructor"', 'type="LIST-SINGLE"']) {
      expect(field(`var="a" ${type}`)?.type).to.equal('text-single');
    }
  });

  it('leave out what has no name, comes twice, or is of another namespace', () => {
    const { fields } = form(`<field label="Nameless"/><field type="hidden"/><field type="fixed"/>
      <field var="a"><value>1</value></field><field var="a" type="boolean"><value>2</value></field>
      <field xmlns="urn:evil" var="b"/><field var="c"><value xmlns="urn:evil">no</value></field>
      <wrapper><field var="deep"/></wrapper>`);

    expect(fields.map(({ name, values }) => [name, ...values])).to.deep.equal([['a', '1'], ['c']]);
  });

  it('are read no further than anybody would fill them in', () => {
    const { fields } = form(
      Array.from({ length: 10_000 }, (_, index) => `<field var="v${index}"><value/></field>`).join(''),
    );
    const many = field(
      'var="l" type="list-single"',
      Array.from({ length: 10_000 }, (_, index) => `<option><value>${index}</value></option>`).join(''),
    );

    expect(fields).to.have.length(300);
    expect(many?.options).to.have.length(300);
    expect(field(`var="a" label="${'x'.repeat(100_000)}"`)?.label).to.have.length(300);
    expect(field('var="a"', `<desc>${'x'.repeat(100_000)}</desc>`)?.description).to.have.length(1000);
  });
});
