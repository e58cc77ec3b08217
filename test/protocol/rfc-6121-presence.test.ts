import { expect } from '@open-wc/testing';
import type { BareJid, Jid } from '../../src/core/jid.js';
import { presence, subscription } from '../../src/protocol/rfc-6121-presence.js';
import { xml } from '../../src/protocol/xml.js';
import { textOfXml } from '../support/stanza.js';

describe('presence', () => {
  it('is empty when we are plainly available', () => {
    expect(textOfXml(presence({ show: 'available' }))).to.equal('<presence xmlns="jabber:client"/>');
  });

  it('says show, status and priority', () => {
    const own = presence({ to: 'room@muc.example.org/al' as Jid, show: 'dnd', status: 'busy', priority: -1 });

    expect(own.getAttribute('to')).to.equal('room@muc.example.org/al');
    expect([...own.children].map(({ localName, textContent }) => [localName, textContent])).to.deep.equal([
      ['show', 'dnd'],
      ['status', 'busy'],
      ['priority', '-1'],
    ]);
  });

  it('is of type unavailable without a show', () => {
    expect(presence({ show: undefined, status: 'bye' }).getAttribute('type')).to.equal('unavailable');
  });

  it('leaves the capabilities to be used again', () => {
    const caps = xml`<c xmlns="http://jabber.org/protocol/caps" ver="v"/>`;

    const both = [presence({ show: 'available', caps }), presence({ show: 'away', caps })];

    expect(both.map((own) => own.querySelector('c')?.getAttribute('ver'))).to.deep.equal(['v', 'v']);
  });
});

describe('subscription', () => {
  it('is a wish, or the answer to one, for an account', () => {
    const romeo = 'romeo@example.net' as BareJid;

    expect(textOfXml(subscription(romeo, 'subscribe'))).to.equal(
      '<presence xmlns="jabber:client" to="romeo@example.net" type="subscribe"/>',
    );
    expect(subscription(romeo, 'unsubscribed').getAttribute('type')).to.equal('unsubscribed');
  });
});
