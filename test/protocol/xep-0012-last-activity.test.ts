import { expect } from '@open-wc/testing';
import type { BareJid } from '../../src/core/jid.js';
import { lastActivityQuery, secondsOffline } from '../../src/protocol/xep-0012-last-activity.js';
import { stanza, textOfXml } from '../support/stanza.js';

const answer = (query: string) => stanza(`<iq xmlns="jabber:client" type="result" id="last1">${query}</iq>`);

describe('XEP-0012 last activity', () => {
  it('asks as in the specification', () => {
    expect(textOfXml(lastActivityQuery('juliet@capulet.com' as BareJid))).to.equal(
      '<iq xmlns="jabber:client" type="get" to="juliet@capulet.com"><query xmlns="jabber:iq:last"/></iq>',
    );
  });

  it('reads the seconds', () => {
    expect(secondsOffline(answer('<query xmlns="jabber:iq:last" seconds="903">Heading Home</query>'))).to.equal(903);
  });

  for (const [what, query] of [
    ['no seconds', '<query xmlns="jabber:iq:last"/>'],
    ['0 seconds, which some say of whom they have not seen', '<query xmlns="jabber:iq:last" seconds="0"/>'],
    ['less than none', '<query xmlns="jabber:iq:last" seconds="-5"/>'],
    ['words', '<query xmlns="jabber:iq:last" seconds="Infinity"/>'],
    ['more than a lifetime', '<query xmlns="jabber:iq:last" seconds="99999999999999999999"/>'],
    ['another namespace', '<query xmlns="jabber:iq:first" seconds="903"/>'],
    ['nothing', ''],
  ] as const) {
    it(`reads nothing out of ${what}`, () => {
      expect(secondsOffline(answer(query))).to.equal(undefined);
    });
  }
});
