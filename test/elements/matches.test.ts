import { expect, fixture, html } from '@open-wc/testing';
import '../../src/define/all.js';
import type { XmppChatElement } from '../../src/elements/xmpp-chat.js';
import { connectedSession, type FakeTransport } from '../support/fake-transport.js';
import { allByRole, byRole, shownText } from '../support/roles.js';
import { joinedRoom, LOBBY } from '../support/room.js';
import { waitUntil } from '../support/wait.js';

const NS = 'urn:xmpp-elements:match:0';
const CHESS = { game: 'Chess', uri: 'https://chess.example/4711' };
const soon = () => new Date(Date.now() + 150_000).toISOString();

const invites = (
  more = '',
  { from = 'bob@example.org/w', id = 'm1', type = 'chat', game = 'Chess', uri = CHESS.uri } = {},
) =>
  `<message xmlns="jabber:client" type="${type}" from="${from}" id="${id}"><body>Chess: Blitz?</body>
    <match xmlns="${NS}" id="${id}" game="${game}" uri="${uri}" ${more}/>
    <fallback xmlns="urn:xmpp:fallback:0" for="${NS}"><body start="0" end="7"/></fallback></message>`;
const answers = (target: string, value = 'accepted', from = 'bob@example.org/w') =>
  `<message xmlns="jabber:client" type="chat" from="${from}" id="${crypto.randomUUID()}">
    <answer xmlns="${NS}" match="${target}" value="${value}"/></message>`;
const answersSent = ({ sent }: FakeTransport) =>
  sent.filter((each) => each.getElementsByTagNameNS(NS, 'answer').length);

async function withBob() {
  const { name, server, session } = await connectedSession();
  const invited: HTMLElementEventMap['xmpp-invite'][] = [];
  const matched: HTMLElementEventMap['xmpp-match']['detail'][] = [];
  const element = await fixture<XmppChatElement>(
    html`<xmpp-chat
      session=${name}
      with="bob@example.org"
      @xmpp-invite=${(event: HTMLElementEventMap['xmpp-invite']) => invited.push(event)}
      @xmpp-match=${(event: HTMLElementEventMap['xmpp-match']) => matched.push(event.detail)}
    ></xmpp-chat>`,
  );
  const card = () => element.shadowRoot?.querySelector<HTMLElement>('.match');
  const shown = async () => {
    await waitUntil(() => card());
    return shownText(card() as HTMLElement);
  };
  return { server, session, element, invited, matched, card, shown };
}

describe('A match', () => {
  it('is shown as a card, told to the page, and accepted once', async () => {
    const { server, element, invited, matched, shown } = await withBob();

    server.receive(invites(`expires="${soon()}"`));

    const text = await shown();
    expect(text).to.contain('Bob invites you to play Chess Blitz?');
    expect(text).to.match(/3 min left/);
    await waitUntil(() => invited.length);
    expect(invited[0]?.detail).to.deep.include({ room: '', from: 'bob@example.org/w', reason: 'Blitz?' });
    expect(invited[0]?.detail.game).to.deep.equal({ id: 'm1', name: 'Chess', uri: CHESS.uri });
    expect(matched).to.be.empty;

    byRole(element, 'button', 'Accept').click();
    expect(byRole<HTMLButtonElement>(element, 'button', 'Decline').disabled).to.equal(true);

    await waitUntil(() => matched.length);
    expect(matched[0]).to.deep.include({ id: 'm1', game: 'Chess', uri: CHESS.uri, own: true, accepted: true });
    expect(await shown()).to.contain('You accepted');
    const [answer] = answersSent(server);
    expect(answer?.getAttribute('to')).to.equal('bob@example.org');
    expect(answersSent(server)).to.have.length(1);
    expect(invited).to.have.length(1);
  });

  it('is declined', async () => {
    const { server, element, matched, shown } = await withBob();
    server.receive(invites());
    await shown();

    byRole(element, 'button', 'Decline').click();

    await waitUntil(() => matched.length);
    expect(matched[0]?.accepted).to.equal(false);
    expect(await shown()).to.contain('You declined');
    expect(answersSent(server)[0]?.querySelector('answer')?.getAttribute('value')).to.equal('declined');
  });

  it('that has expired cannot be accepted, nor is it news', async () => {
    const { server, element, invited, shown } = await withBob();

    server.receive(invites('expires="2026-01-01T00:00:00Z"'));

    expect(await shown()).to.contain('Expired');
    expect(allByRole(element, 'button', 'Accept')).to.be.empty;
    expect(invited).to.be.empty;
  });

  it('expires before the reader’s eyes', async () => {
    const { server, element, shown } = await withBob();
    server.receive(invites(`expires="${new Date(Date.now() + 1500).toISOString()}"`));
    await shown();

    await waitUntil(() => !allByRole(element, 'button', 'Accept').length);

    expect(await shown()).to.contain('Expired');
  });

  it('of a stranger is text: no address but http(s) is a link', async () => {
    const { server, card, shown } = await withBob();

    server.receive(invites('', { game: '&lt;img src=x&gt;', uri: 'javascript:alert(1)' }));

    expect(await shown())
      .to.contain('<img src=x>')
      .and.to.contain('javascript:alert(1)');
    expect(card()?.querySelectorAll('a, img')).to.have.length(0);
  });

  it('of ours says who accepts: the other side alone, once, and only what we asked', async () => {
    const { server, element, matched, shown } = await withBob();
    const sending = element.inviteToMatch({ ...CHESS, text: 'Blitz?', expires: Date.now() + 60_000 });
    const { id } = await sending;
    const sent = server.last('message');
    expect(sent?.querySelector('body')?.textContent).to.equal('Chess: https://chess.example/4711\nBlitz?');
    expect(sent?.querySelector('match')?.getAttribute('id')).to.equal(id);
    expect(sent?.querySelector('fallback body')?.getAttribute('end')).to.equal('34');
    expect(await shown()).to.contain('You invite to play Chess Blitz?');

    server.receive(answers('another'));
    server.receive(answers(id, 'accepted', 'mallory@evil.example/x'));
    server.receive(answers(id, 'accepted'));
    server.receive(answers(id, 'declined', 'bob@example.org/phone'));

    await waitUntil(() => matched.length);
    await waitUntil(async () => (await shown()).includes('Bob accepts'));
    expect(await shown()).to.not.contain('Bob declines');
    expect(matched).to.have.length(1);
    expect(matched[0]).to.deep.include({ id, from: 'bob@example.org/w', own: false, accepted: true });
  });

  it('is for everybody in a room, who answer the one who asks in private', async () => {
    const room = await joinedRoom();
    room.occupant('Nova');
    room.occupant('Rex');
    room.server.receive(invites('', { from: `${LOBBY}/Nova`, type: 'groupchat' }));
    await waitUntil(() => allByRole(room.element, 'button', 'Accept').length);

    byRole(room.element, 'button', 'Accept').click();

    await waitUntil(() =>
      shownText(room.element.shadowRoot?.querySelector('.match') as Element).includes('You accepted'),
    );
    const [answer] = answersSent(room.server);
    expect([answer?.getAttribute('to'), answer?.getAttribute('type')]).to.deep.equal([`${LOBBY}/Nova`, 'chat']);
  });

  it('of ours in a room says which occupants accept', async () => {
    const room = await joinedRoom();
    room.occupant('Nova');
    const sending = room.element.inviteToMatch(CHESS);
    await waitUntil(() => room.server.last('message')?.querySelector('match'));
    const id = room.server.last('message')?.getAttribute('id') ?? '';
    room.server.receive(
      `<message xmlns="jabber:client" type="groupchat" from="${LOBBY}/Player 42" id="${id}"><body>Chess: ${CHESS.uri}</body><match xmlns="${NS}" id="${id}" game="Chess" uri="${CHESS.uri}"/></message>`,
    );
    await sending;

    room.server.receive(answers(id, 'accepted', `${LOBBY}/Nova`));
    room.server.receive(answers(id, 'declined', `${LOBBY}/Rex`));

    const text = () => shownText(room.element.shadowRoot?.querySelector('.match') ?? document.createElement('p'));
    await waitUntil(() => text().includes('Nova accepts') && text().includes('Rex declines'));
    expect(allByRole(room.element, 'button', 'Accept')).to.be.empty;
  });

  it('needs a game, an address and a time that is one', async () => {
    const { element } = await withBob();

    for (const wish of [
      { ...CHESS, game: ' ' },
      { ...CHESS, uri: 'there' },
      { ...CHESS, expires: 'soon' },
    ]) {
      const refusal = await element.inviteToMatch(wish).catch((error: { condition: string }) => error.condition);
      expect(refusal).to.equal('invalid-match');
    }
  });

  it('is accessible, light and dark', async () => {
    const { server, element, shown } = await withBob();
    server.receive(invites(`expires="${soon()}"`));
    await shown();

    for (const theme of ['light', 'dark'] as const) {
      element.theme = theme;
      await element.updateComplete;
      await expect(element).to.be.accessible();
    }
  });
});
