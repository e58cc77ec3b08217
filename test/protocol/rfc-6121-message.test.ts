import { expect } from '@open-wc/testing';
import type { Jid } from '../../src/core/jid.js';
import { chatMessage, type OwnMessage } from '../../src/protocol/rfc-6121-message.js';
import { protocolModules } from '../../src/protocol/index.js';
import { contextOf } from '../support/parse-context.js';
import { stanza, textOfXml } from '../support/stanza.js';

const id = 'f7a1b5a2-9f0a-4a43-b7ce-0bd5f3a1a9b4';
const bob = 'bob@example.org' as Jid;
const room = 'room@muc.example.org' as Jid;

describe('chatMessage', () => {
  it('to a contact carries the id twice and says that we are active', () => {
    const message = chatMessage({ to: bob, type: 'chat', id, body: 'a < b' });

    expect(textOfXml(message)).to.equal(
      `<message xmlns="jabber:client" to="bob@example.org" type="chat" id="${id}"><body>a &lt; b</body>` +
        `<origin-id xmlns="urn:xmpp:sid:0" id="${id}"/><active xmlns="http://jabber.org/protocol/chatstates"/></message>`,
    );
  });

  it('to an occupant is marked as private', () => {
    const message = chatMessage({ to: 'room@muc.example.org/bob' as Jid, type: 'chat', id, body: 'psst' });

    expect(message.querySelector('x')?.namespaceURI).to.equal('http://jabber.org/protocol/muc#user');
  });

  it('to somebody who does not know us says what we call ourselves', () => {
    const nickIn = (to: Jid, type: OwnMessage['type']) =>
      chatMessage({ to, type, id, body: 'hi', nick: 'Ada' }).querySelector('nick')?.outerHTML;

    expect(nickIn(bob, 'chat')).to.equal('<nick xmlns="http://jabber.org/protocol/nick">Ada</nick>');
    expect(nickIn('room@muc.example.org/bob' as Jid, 'chat')).to.equal(undefined);
    expect(nickIn(room, 'groupchat')).to.equal(undefined);
  });

  it('to a room carries no chat state, which some rooms refuse', () => {
    const message = chatMessage({ to: room, type: 'groupchat', id, body: 'hi' });

    expect(childrenOf(message)).to.deep.equal(['body', 'origin-id']);
  });

  it('asks a contact to tell that it came and was seen, and never a room', () => {
    const toBob = chatMessage({ to: bob, type: 'chat', id, body: 'hi', isTracked: true });
    const toRoom = chatMessage({ to: room, type: 'groupchat', id, body: 'hi', isTracked: true });

    expect(childrenOf(toBob)).to.deep.equal(['body', 'origin-id', 'active', 'request', 'markable']);
    expect(childrenOf(toRoom)).to.deep.equal(['body', 'origin-id']);
  });

  it('is read as what it was meant to be', () => {
    const file = 'https://upload.example.org/a.png';
    const reply = { id: 'b0', to: 'bob@example.org/phone' as Jid };

    expect(readBack({ body: 'hi', isTracked: true })).to.include({ wantsReceipt: true, isMarkable: true });
    expect(readBack({ body: 'hi', spoiler: '' })).to.include({ spoiler: '' });
    expect(readBack({ body: 'hi', spoiler: 'The end' })).to.include({ spoiler: 'The end' });
    expect(readBack({ body: file, attachment: file })).to.include({ attachment: file });
    expect(readBack({ body: 'hi', reply })).to.deep.include({ body: 'hi', reply });
    expect(readBack({ body: 'hi', replaces: 'o1' })).to.include({ kind: 'message-corrected', target: 'o1' });
  });

  it('quotes what it answers, for those whose client does not show it', () => {
    const reply = { id: 'b0', quoted: 'one\ntwo 👩‍👩‍👧' };

    const message = chatMessage({ to: room, type: 'groupchat', id, body: 'yes', reply });

    expect(message.querySelector('body')?.textContent).to.equal('> one\n> two 👩‍👩‍👧\nyes');
    expect(textOfXml(message.querySelector('fallback') as Element)).to.equal(
      '<fallback xmlns="urn:xmpp:fallback:0" for="urn:xmpp:reply:0">' +
        '<body xmlns="urn:xmpp:fallback:0" start="0" end="18"/></fallback>',
    );
  });

  for (const quoted of ['one\r\ntwo\rthree\n', '\n', 'a\u0001b\ud800', '👩‍👩‍👧 <b>&amp;', '> twice']) {
    it(`is read without its quote of ${JSON.stringify(quoted)}`, () => {
      expect(readBack({ body: 'yes', reply: { id: 'b0', quoted } })).to.deep.include({ body: 'yes' });
    });
  }
});

function childrenOf(message: Element): readonly string[] {
  return [...message.children].map(({ localName }) => localName);
}

/** What the contact's client would make of it, if it were one of ours. */
function readBack(options: Partial<OwnMessage> & { readonly body: string }): unknown {
  const message = chatMessage({ to: 'alice@example.org' as Jid, type: 'chat', id, ...options });
  message.setAttribute('from', 'bob@example.org/phone');
  const context = contextOf();
  const events = protocolModules.flatMap((module) => module.parse?.(stanza(textOfXml(message)), context) ?? []);
  return events.find(({ kind }) => kind !== 'chat-state-changed');
}
