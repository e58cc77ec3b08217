import { expect } from '@open-wc/testing';
import * as fc from 'fast-check';
import { XmppError } from '../../src/core/errors.js';
import type { BareJid } from '../../src/core/jid.js';
import {
  changeNickPresence,
  instantRoom,
  joinPresence,
  leavePresence,
  subjectMessage,
} from '../../src/protocol/xep-0045-muc/build.js';
import { isMention } from '../../src/protocol/xep-0045-muc/messages.js';
import { textOfXml } from '../support/stanza.js';

const room = 'coven@chat.shakespeare.lit' as BareJid;

describe('Multi-user chat', () => {
  it('asks to be let in', () => {
    expect(textOfXml(joinPresence({ room, nick: 'third witch' }))).to.equal(
      '<presence xmlns="jabber:client" to="coven@chat.shakespeare.lit/third witch">' +
        '<x xmlns="http://jabber.org/protocol/muc"/></presence>',
    );
  });

  it('asks with a password and for as much history as is wished', () => {
    const x = joinPresence({ room, nick: 'w', password: 'caul<dron', maxStanzas: 0, seconds: 60 }).querySelector('x');

    expect(x?.querySelector('history')?.getAttribute('maxstanzas')).to.equal('0');
    expect(x?.querySelector('history')?.getAttribute('seconds')).to.equal('60');
    expect(x?.querySelector('password')?.textContent).to.equal('caul<dron');
    expect([...(x?.children ?? [])].every((child) => child.namespaceURI === x?.namespaceURI)).to.equal(true);
  });

  it('asks as available as we are', () => {
    const join = joinPresence({ room, nick: 'w', show: 'away', status: 'lunch' });

    expect([...join.children].map(({ localName }) => localName)).to.deep.equal(['show', 'status', 'x']);
  });

  it('takes another nick, and leaves', () => {
    expect(changeNickPresence(room, 'oldhag').getAttribute('to')).to.equal('coven@chat.shakespeare.lit/oldhag');
    expect(leavePresence(room, 'oldhag').getAttribute('type')).to.equal('unavailable');
  });

  for (const nick of ['', '   ', 'a\u0000b', 'x'.repeat(1024)]) {
    it(`does not ask for a nick that no room could give: ${JSON.stringify(nick.slice(0, 8))}`, () => {
      expect(() => joinPresence({ room, nick })).to.throw(XmppError, 'jid-malformed');
    });
  }

  it('sets a subject, also none', () => {
    expect(textOfXml(subjectMessage({ room, subject: '', id: 's1' }))).to.equal(
      '<message xmlns="jabber:client" to="coven@chat.shakespeare.lit" type="groupchat" id="s1"><subject/></message>',
    );
  });

  it('opens a new room as it is', () => {
    expect(textOfXml(instantRoom(room))).to.equal(
      '<iq xmlns="jabber:client" type="set" to="coven@chat.shakespeare.lit">' +
        '<query xmlns="http://jabber.org/protocol/muc#owner"><x xmlns="jabber:x:data" type="submit"/></query></iq>',
    );
  });
});

describe('isMention', () => {
  for (const [text, nick, expected] of [
    ['hello al', 'al', true],
    ['AL!', 'al', true],
    ['@al, hi', 'al', true],
    ['Also all walls', 'al', false],
    ['al_2 is another', 'al', false],
    ['ünal', 'al', false],
    ['álvaro', 'alvaro', false],
    ['Ask Player 42.', 'player 42', true],
    ['Ask Player 420', 'Player 42', false],
    ['c++ (maybe)', 'c++', true],
    ['was [x]* here', '[x]*', true],
    ['こんにちは 花子 さん', '花子', true],
    ['Ελένη', 'ΕΛΈΝΗ', true],
    ['everyone', 'al', false],
    ['', 'al', false],
  ] as const) {
    it(`${expected ? 'finds' : 'does not find'} ${nick} in “${text}”`, () => {
      expect(isMention(text, nick)).to.equal(expected);
    });
  }

  it('takes any nick as it is written', () => {
    fc.assert(fc.property(fc.string({ minLength: 1 }), (nick) => isMention(`- ${nick} -`, nick)));
  });
});
