import { expect, fixture, html, nextFrame } from '@open-wc/testing';
import sinon from 'sinon';
import '../../src/define/xmpp-room.js';
import type { XmppRoomElement } from '../../src/elements/xmpp-room.js';
import { joinedRoom, LOBBY, type FakeRoom } from '../support/room.js';
import { mechanisms, BIND, scriptedServer } from '../support/scripted.js';
import { waitUntil } from '../support/wait.js';

const rowsIn = ({ element }: FakeRoom) => element.shadowRoot?.querySelector('.list')?.childElementCount ?? 0;
const occupantsIn = ({ element }: FakeRoom) => element.shadowRoot?.querySelectorAll('[part=occupant]').length ?? 0;
const elementsIn = ({ element }: FakeRoom) => element.shadowRoot?.querySelectorAll('*').length ?? 0;

/** How often an element rendered from now on. */
function countRenders(element: XmppRoomElement): { count: number } {
  const renders = { count: 0 };
  element.addController({ hostUpdate: () => (renders.count += 1) });
  renders.count = 0;
  return renders;
}

describe('What a message costs', () => {
  it('is no render of its own: one does for all that a frame brings', async () => {
    const room = await joinedRoom();
    const renders = countRenders(room.element);

    for (let index = 0; index < 500; index += 1) room.say('Mira', `line ${index}`);
    await room.shown();

    expect(renders.count).to.be.at.most(2);
  });

  it('is at most a render a frame where messages come one by one', async () => {
    const room = await joinedRoom();
    const renders = countRenders(room.element);

    for (let frame = 0; frame < 20; frame += 1) {
      room.say('Mira', `line ${frame}`);
      room.say('Nova', `line ${frame}, too`);
      await nextFrame();
    }
    await room.shown();

    // That they were read may take one more at the end.
    expect(renders.count).to.be.at.most(20 + 2);
  });

  it('is one render, also for who reads it at once', async () => {
    const room = await joinedRoom();
    room.element.focusComposer();
    room.say('Mira', 'Hello');
    await room.shown();
    await waitUntil(() => room.element.unread === 0, 'it was read');
    const renders = countRenders(room.element);

    room.say('Mira', 'Hello again');
    await room.shown();
    await nextFrame();
    await nextFrame();

    expect([renders.count, room.element.unread]).to.deep.equal([1, 0]);
  });

  it('does not have the whole element styled anew', async () => {
    const room = await joinedRoom();
    const changes = new MutationObserver(() => undefined);
    changes.observe(room.element, { attributes: true });

    room.say('Mira', 'Hello');
    await room.shown();

    expect(changes.takeRecords().map(({ attributeName }) => attributeName)).to.deep.equal([]);
    changes.disconnect();
  });

  it('is one layout of what is seen as it comes, and none of what nobody sees', async () => {
    const room = await joinedRoom();
    const skips = (text: string) => {
      const row = [...(room.element.shadowRoot?.querySelectorAll('[part=message]') ?? [])].find((each) =>
        each.textContent.includes(text),
      ) as Element;
      return getComputedStyle(row).contentVisibility;
    };

    room.say('Mira', 'alone');
    await room.shown();
    for (let index = 0; index < 50; index += 1) room.say('Mira', `line ${index} of many`);
    await room.shown();

    expect(skips('alone')).to.equal('visible');
    expect(skips('line 7 of many')).to.equal('auto');
    expect(skips('line 49 of many')).to.equal('visible');
  });

  it('is no render for those who show another room', async () => {
    const room = await joinedRoom();
    const renders = countRenders(room.element);

    room.server.receive(`<message xmlns="jabber:client" type="groupchat" from="elsewhere@rooms.example.org/Mira">
      <body>Hello</body></message>`);
    room.server.receive(`<presence xmlns="jabber:client" from="elsewhere@rooms.example.org/Mira"/>`);
    await room.shown();

    expect(renders.count).to.equal(0);
  });

  it('is one look of the parser, for the stream and the room together', async () => {
    const server = await scriptedServer([
      { features: mechanisms('ANONYMOUS') },
      { expect: '<auth' },
      { send: '<success xmlns="urn:ietf:params:xml:ns:xmpp-sasl"/>' },
      { features: BIND },
      { bind: '7e57@example.org/w1' },
      { expect: `${LOBBY}/Player` },
      {
        send: `<presence xmlns="jabber:client" from="${LOBBY}/Player">
          <x xmlns="http://jabber.org/protocol/muc#user"><item role="participant"/><status code="110"/></x></presence>`,
      },
    ]);
    const element = await fixture<XmppRoomElement>(
      html`<xmpp-room
        session="parses"
        service=${server.websocket}
        domain="example.org"
        room=${LOBBY}
        nick="Player"
        anonymous
      ></xmpp-room>`,
    );
    await waitUntil(() => element.joined, 'we are in');
    const parsers = [
      sinon.spy(DOMParser.prototype, 'parseFromString'),
      sinon.spy(Range.prototype, 'createContextualFragment'),
    ];
    const read = () => parsers.flatMap(({ args }) => args.map(([text]) => String(text)));
    const parsesOf = (text: string) => read().filter((each) => each.includes(text)).length;

    for (const nick of ['Mira', 'Nova', 'Orla']) {
      await server.send(`<message xmlns="jabber:client" type="groupchat" from="${LOBBY}/${nick}">
        <body>Hello from ${nick}</body></message>`);
    }
    await waitUntil(() => element.shadowRoot?.querySelectorAll('[part=message]').length === 3, 'all are shown');
    for (const parser of parsers) parser.restore();

    expect(['Mira', 'Nova', 'Orla'].map((nick) => parsesOf(`Hello from ${nick}`))).to.deep.equal([1, 1, 1]);
    await element.disconnect();
  });
});

describe('What a full room costs', () => {
  it('is a bounded number of rows, however much was said', async () => {
    const room = await joinedRoom();

    for (let index = 0; index < 2000; index += 1) room.say(`guest${index % 50}`, `line ${index}`);
    await room.shown();

    expect(rowsIn(room)).to.be.within(100, 500);
    expect(room.element.shadowRoot?.querySelector('.list')?.lastElementChild?.textContent).to.contain('line 1999');
    expect(elementsIn(room)).to.be.below(6000);
  });

  it('is no more in the DOM the longer it goes on', async () => {
    const room = await joinedRoom();
    const sayMany = async () => {
      for (let index = 0; index < 400; index += 1) room.say('Mira', 'line');
      await room.shown();
      return room.element.shadowRoot?.querySelector('.list')?.childNodes.length ?? 0;
    };
    await sayMany();
    const before = await sayMany();

    expect([await sayMany(), await sayMany()]).to.deep.equal([before, before]);
  });

  it('is a bounded list of occupants, however many are in', async () => {
    const room = await joinedRoom();

    for (let index = 0; index < 2000; index += 1) room.occupant(`guest${index}`);
    await room.shown();

    expect(room.element.occupants.length).to.equal(2001);
    expect(occupantsIn(room)).to.be.within(1, 200);
  });
});
