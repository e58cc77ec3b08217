import { expect } from '@open-wc/testing';
import type { BareJid } from '../../src/core/jid.js';
import { readRoster, rosterChange, rosterQuery, rosterRemoval } from '../../src/protocol/rfc-6121-roster.js';
import { stanza, textOfXml } from '../support/stanza.js';

const ROMEO = 'romeo@example.net' as BareJid;

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

describe('rosterChange', () => {
  it('tells all that is known of a contact, as RFC 6121 §2.4 wants it', () => {
    const change = rosterChange({ jid: ROMEO, name: 'Romeo & Co', groups: ['Friends', 'Lovers'] });

    const item = change.querySelector('iq[type=set] > query > item');
    expect(item?.getAttribute('jid')).to.equal('romeo@example.net');
    expect(item?.getAttribute('name')).to.equal('Romeo & Co');
    expect(
      [...(item?.children ?? [])].map(({ namespaceURI, textContent }) => [namespaceURI, textContent]),
    ).to.deep.equal([
      ['jabber:iq:roster', 'Friends'],
      ['jabber:iq:roster', 'Lovers'],
    ]);
  });

  it('leaves out a name that there is not', () => {
    const item = rosterChange({ jid: ROMEO, name: '', groups: [] }).querySelector('item');

    expect(item && textOfXml(item)).to.equal('<item xmlns="jabber:iq:roster" jid="romeo@example.net"/>');
  });
});

describe('rosterRemoval', () => {
  it('is the item of RFC 6121 §2.5', () => {
    const item = rosterRemoval(ROMEO).querySelector('item');

    expect(item && textOfXml(item)).to.equal(
      '<item xmlns="jabber:iq:roster" jid="romeo@example.net" subscription="remove"/>',
    );
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
