import { expect, html } from '@open-wc/testing';
import sinon from 'sinon';
import type { MessageFacts } from '../../src/elements/parts/hooks.js';
import { byRole, shownText } from '../support/roles.js';
import { joinedRoom, LOBBY, type FakeRoom } from '../support/room.js';
import { waitUntil } from '../support/wait.js';

const messages = ({ element }: FakeRoom) =>
  [...(element.shadowRoot?.querySelectorAll<HTMLElement>('[part="body"]') ?? [])].map(shownText);
const moves = (inside = '') =>
  `<message xmlns="jabber:client" type="groupchat" from="${LOBBY}/Nova" id="m1"><body>e4</body>${inside}</message>`;

describe('What a page draws itself', () => {
  it('is a message as a template, a node or text; the others stay as they are', async () => {
    const room = await joinedRoom();
    const told: MessageFacts[] = [];
    room.element.renderMessage = (message) => {
      told.push(message);
      switch (message.body) {
        case 'template':
          return html`<i>drawn</i>`;
        case 'node':
          return document.createElement('hr');
        case 'text':
          return '<b>text</b>';
      }
      return undefined;
    };

    for (const body of ['template', 'node', 'text', 'as it is']) room.say('Nova', body);
    await room.shown();

    expect(messages(room)).to.deep.equal(['drawn', '', '<b>text</b>', 'as it is']);
    expect(room.element.shadowRoot?.querySelectorAll('[part="body"] hr, [part="body"] i')).to.have.length(2);
    expect(told[0]).to.deep.include({ from: `${LOBBY}/Nova`, nick: 'Nova', body: 'template', own: false });
    expect(told[0]?.time).to.be.instanceOf(Date);
    expect(told[0]?.payload).to.equal(undefined);
  });

  it('knows what the page of the other side put into it', async () => {
    const room = await joinedRoom();
    room.element.renderMessage = ({ payload }) =>
      payload && `moves to ${payload.getAttribute('to')}${payload.textContent}`;

    room.server.receive(moves('<move xmlns="https://example.org/game" to="e4"><b>!</b></move>'));
    await room.shown();

    expect(messages(room)).to.deep.equal(['moves to e4!']);
  });

  it('is drawn anew by another function, and by us where there is none any more', async () => {
    const room = await joinedRoom();
    room.say('Nova', 'hello');
    room.element.renderMessage = () => 'one';
    await room.shown();
    expect(messages(room)).to.deep.equal(['one']);

    room.element.renderMessage = () => 'two';
    await room.shown();
    expect(messages(room)).to.deep.equal(['two']);

    room.element.renderMessage = undefined;
    await room.shown();
    expect(messages(room)).to.deep.equal(['hello']);
  });

  it('that fails is reported, and shown as ever', async () => {
    const report = sinon.stub(window, 'reportError');
    const room = await joinedRoom();
    room.element.renderMessage = () => {
      throw new Error('mine');
    };
    room.element.decorateOccupant = () => {
      throw new Error('mine, too');
    };

    room.say('Nova', 'hello');
    await room.shown();

    expect(messages(room)).to.deep.equal(['hello']);
    expect(report.args.map(([error]) => (error as Error).message)).to.include.members(['mine', 'mine, too']);
    report.restore();
  });

  it('is what it knows of an occupant: in the list and beside their messages, as text and no longer than fits', async () => {
    const room = await joinedRoom();
    room.occupant('Nova');
    room.element.decorateOccupant = ({ nick }) =>
      nick === 'Nova'
        ? { level: 12, badge: '<b>VIP</b>', title: 'Wins a lot', avatar: 'javascript:alert(1)' }
        : { badge: 'x'.repeat(500) };
    room.say('Nova', 'hello');
    await room.shown();
    await waitUntil(() => room.element.shadowRoot?.querySelector('[part="occupant-level"]'));

    expect(shownText(byRole(room.element, 'listitem', /^Nova/)))
      .to.contain('12')
      .and.to.contain('<b>VIP</b>');
    const meta = room.element.shadowRoot?.querySelector('.message .meta') as Element;
    expect(shownText(meta)).to.contain('Nova').and.to.contain('12').and.to.contain('<b>VIP</b>');
    expect(meta.querySelector('[title]')?.getAttribute('title')).to.equal('Wins a lot');
    expect(room.element.shadowRoot?.querySelectorAll('.face')).to.have.length(0);
    expect(shownText(byRole(room.element, 'listitem', /^Player/)).length).to.be.below(80);
    await expect(room.element).to.be.accessible();
  });

  it('is somebody’s picture, from an https address alone', async () => {
    const room = await joinedRoom();
    room.occupant('Nova');
    room.occupant('Rex');
    room.element.decorateOccupant = ({ nick }) => ({
      avatar: `${nick === 'Nova' ? 'https' : 'http'}://pictures.example/${nick}.png`,
    });
    await room.shown();
    await waitUntil(() => room.element.shadowRoot?.querySelector('.face'));

    const faces = [...(room.element.shadowRoot?.querySelectorAll('.occupants .face') ?? [])];
    expect(faces.map((face) => face.getAttribute('src'))).to.deep.equal(['https://pictures.example/Nova.png']);
  });
});
