import { expect } from '@open-wc/testing';
import { readRoster, rosterQuery } from '../../src/protocol/rfc-6121-roster.js';
import { stanza, textOfXml } from '../support/stanza.js';

describe('rosterQuery', () => {
  it('asks without a version where the server has none', () => {
    expect(textOfXml(rosterQuery())).to.equal(
      '<iq xmlns="jabber:client" type="get"><query xmlns="jabber:iq:roster"/></iq>',
    );
  });

  it('asks with an empty version for the first time', () => {
    expect(rosterQuery('').firstElementChild?.getAttribute('ver')).to.equal('');
  });
});

describe('readRoster', () => {
  it('reads the items of RFC 6121 §2.1.4', () => {
    const roster = readRoster(
      stanza(`<iq xmlns="jabber:client" id="bv1bs71f" to="juliet@example.com/balcony" type="result">
        <query xmlns="jabber:iq:roster" ver="ver11">
          <item jid="romeo@example.net" name="Romeo" subscription="both"><group>Friends</group></item>
          <item jid="mercutio@example.com" name="Mercutio" subscription="from"/>
          <item jid="benvolio@example.net" subscription="none" ask="subscribe"/>
        </query></iq>`),
    );

    expect(roster).to.deep.equal({
      kind: 'roster-received',
      version: 'ver11',
      items: [
        { jid: 'romeo@example.net', name: 'Romeo', groups: ['Friends'], subscription: 'both', isPending: false },
        { jid: 'mercutio@example.com', name: 'Mercutio', groups: [], subscription: 'from', isPending: false },
        { jid: 'benvolio@example.net', name: '', groups: [], subscription: 'none', isPending: true },
      ],
    });
  });

  it('leaves out what it cannot read', () => {
    const roster = readRoster(
      stanza(`<iq xmlns="jabber:client" type="result"><query xmlns="jabber:iq:roster">
        <item/><item jid="bob@example.org/p"/><item jid="__proto__@example.org" subscription="constructor"/>
        <item xmlns="urn:evil" jid="eve@example.org"/></query></iq>`),
    );

    expect(roster?.items.map(({ jid, subscription }) => [jid, subscription])).to.deep.equal([
      ['__proto__@example.org', 'none'],
    ]);
  });

  it('is nothing where the roster that we have is right', () => {
    expect(readRoster(stanza('<iq xmlns="jabber:client" type="result"/>'))).to.equal(undefined);
  });
});
