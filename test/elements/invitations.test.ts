import { expect, fixture, html, nextFrame } from '@open-wc/testing';
import '../../src/define/all.js';
import type { XmppChatElement } from '../../src/elements/xmpp-chat.js';
import type { XmppRoomElement } from '../../src/elements/xmpp-room.js';
import { connectedSession } from '../support/fake-transport.js';
import { allByRole, byRole, shownText } from '../support/roles.js';
import { waitUntil } from '../support/wait.js';

const TEA = 'tea@rooms.example.org';
type Heard = HTMLElementEventMap['xmpp-invite'];

const direct = (from = 'bob@example.org/w', room = TEA, reason = 'Tea?') =>
  `<message xmlns="jabber:client" from="${from}" to="alice@example.org"><x xmlns="jabber:x:conference" jid="${room}" reason="${reason}"/></message>`;
const byRoom = () =>
  `<message xmlns="jabber:client" from="${TEA}" to="alice@example.org/test"><x xmlns="http://jabber.org/protocol/muc#user">
    <invite from="carol@example.org/w"><reason>Tea?</reason></invite></x><body>carol invites you</body></message>`;

/** Alice's page, and what it heard. */
async function page(template: (name: string) => unknown, onInvite?: (event: Heard) => void) {
  const { name, server, session } = await connectedSession();
  const heard: Heard[] = [];
  const box = await fixture<HTMLElement>(
    html`<div
      @xmpp-invite=${(event: Heard) => {
        heard.push(event);
        onInvite?.(event);
      }}
    >
      ${template(name)}
    </div>`,
  );
  const elements = [...box.children] as (XmppChatElement | XmppRoomElement)[];
  const settled = async () => {
    await nextFrame();
    await nextFrame();
    await Promise.all(elements.map(({ updateComplete }) => updateComplete));
    await nextFrame();
    await nextFrame();
    await Promise.all(elements.map(({ updateComplete }) => updateComplete));
  };
  await settled();
  return { server, session, heard, elements, element: elements[0] as XmppChatElement, settled };
}
const chat = (name: string) => html`<xmpp-chat session=${name} with="bob@example.org"></xmpp-chat>`;
const declineIn = (element: Element) => allByRole(element, 'button', 'Decline');

describe('An invitation to a room', () => {
  it('is told to the page once, by whichever elements there are, and shown by the first', async () => {
    const { server, heard, elements } = await page(
      (name) =>
        html`<xmpp-chat session=${name}></xmpp-chat><xmpp-chat session=${name} with="bob@example.org"></xmpp-chat>`,
    );

    server.receive(direct());

    await waitUntil(() => elements.some((each) => declineIn(each).length));
    expect(heard).to.have.length(1);
    const { detail, bubbles, composed, cancelable } = heard[0] as Heard;
    expect(detail).to.deep.include({ room: TEA, from: 'bob@example.org/w', reason: 'Tea?' });
    expect([bubbles, composed, cancelable]).to.deep.equal([true, true, true]);
    expect(declineIn(elements[0] as Element)).to.have.length(1);
    expect(declineIn(elements[1] as Element)).to.have.length(0);
    expect(shownText(byRole(elements[0] as Element, 'status', /invites/))).to.contain(`Bob invites you to ${TEA}`);
  });

  it('goes over to another element when the first one leaves', async () => {
    const { server, heard, elements } = await page((name) => html`${chat(name)}${chat(name)}`);
    server.receive(direct());
    await waitUntil(() => declineIn(elements[0] as Element).length);

    elements[0]?.remove();

    await waitUntil(() => declineIn(elements[1] as Element).length);
    expect(heard).to.have.length(1);
  });

  it('is the page’s own matter where it says so', async () => {
    const { server, session, heard, element, settled } = await page(chat, (event) => event.preventDefault());

    server.receive(direct());

    await waitUntil(() => heard.length);
    await settled();
    expect(declineIn(element)).to.have.length(0);
    expect(session.stores.invitations.value.size).to.equal(0);
  });

  it('of a stranger stands under their address, its words as text, and leads nowhere', async () => {
    const { server, session, element } = await page(chat);

    server.receive(direct('mallory@evil.example/Bob', TEA, '&lt;img src=x onerror=alert(1)&gt; https://evil.example'));

    await waitUntil(() => declineIn(element).length);
    const text = shownText(byRole(element, 'status', /invites/));
    expect(text).to.contain('mallory@evil.example invites you');
    expect(text).to.contain('<img src=x onerror=alert(1)>');
    expect(element.shadowRoot?.querySelectorAll('.invitation a, .invitation img')).to.have.length(0);
    expect(session.stores.rooms.value.size).to.equal(0);
    expect(allByRole(element, 'button', 'Join')).to.have.length(0);
  });

  it('is declined by way of the room that told it', async () => {
    const { server, session, element } = await page(chat);
    server.receive(byRoom());
    await waitUntil(() => declineIn(element).length);

    declineIn(element)[0]?.click();

    await waitUntil(() => !declineIn(element).length);
    const sent = server.last('message');
    expect(sent?.getAttribute('to')).to.equal(TEA);
    expect(sent?.querySelector('decline')?.getAttribute('to')).to.equal('carol@example.org/w');
    expect([...session.stores.conversations.value.keys()]).to.not.include(TEA);
  });

  it('is declined without a word where somebody has asked themselves', async () => {
    const { server, element } = await page(chat);
    server.receive(direct());
    await waitUntil(() => declineIn(element).length);
    const before = server.sent.length;

    declineIn(element)[0]?.click();

    await waitUntil(() => !declineIn(element).length);
    expect(server.sent).to.have.length(before);
  });

  it('is joined in the element that the page has left free for it', async () => {
    const { server, elements } = await page(
      (name) =>
        html`${chat(name)}<xmpp-room session=${name} nick="al"></xmpp-room
          ><xmpp-room room="x@rooms.example.org"></xmpp-room>`,
    );
    server.receive(direct());
    await waitUntil(() => allByRole(elements[0] as Element, 'button', 'Join').length);

    byRole(elements[0] as Element, 'button', 'Join').click();

    await waitUntil(() => server.last('presence')?.getAttribute('to') === `${TEA}/al`);
    expect((elements[1] as XmppRoomElement).room).to.equal(TEA);
    await waitUntil(() => !declineIn(elements[0] as Element).length);
  });

  it('is accessible, light and dark', async () => {
    const { server, element } = await page(chat);
    server.receive(direct());
    await waitUntil(() => declineIn(element).length);

    for (const theme of ['light', 'dark'] as const) {
      element.theme = theme;
      await element.updateComplete;
      await expect(element).to.be.accessible();
    }
  });

  it('is sent as a direct one, and not to nonsense', async () => {
    const { server, session } = await page(chat);

    await session.invite(TEA, 'carol@example.org', ' Tea? ');

    const x = server.last('message')?.firstElementChild;
    expect([x?.namespaceURI, x?.getAttribute('jid'), x?.getAttribute('reason')]).to.deep.equal([
      'jabber:x:conference',
      TEA,
      'Tea?',
    ]);
    const refusals = await Promise.all(
      [
        ['rooms.example.org', 'carol@example.org'],
        [TEA, '@@'],
      ].map(([room = '', jid = '']) =>
        session.invite(room, jid).catch((error: { condition: string }) => error.condition),
      ),
    );
    expect(refusals).to.deep.equal(['jid-malformed', 'jid-malformed']);
  });
});
