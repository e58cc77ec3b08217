import { expect, fixture, html, nextFrame } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../../src/define/all.js';
import type { XmppRoomElement } from '../../src/elements/xmpp-room.js';
import { fakeSession, type FakeTransport } from '../support/fake-transport.js';
import { allByRole, byRole, nameOf } from '../support/roles.js';
import { waitUntil } from '../support/wait.js';

const [HALL, TEA] = ['hall@rooms.example.org', 'tea@rooms.example.org'];
const NS_USER = 'http://jabber.org/protocol/muc#user';

const tabs = (element: Element) => allByRole(element, 'tab').map((tab) => nameOf(tab));
const selected = (element: Element) =>
  allByRole(element, 'tab')
    .filter((tab) => tab.ariaSelected === 'true')
    .map((tab) => nameOf(tab));
const field = (element: Element) => byRole<HTMLTextAreaElement>(element, 'textbox', 'Message');
const messages = ({ shadowRoot }: Element) =>
  [...(shadowRoot?.querySelectorAll('.message .body') ?? [])].map((body) => body.textContent?.trim());

function admit(server: FakeTransport, room: string, nick = 'Player'): void {
  server.receive(`<presence xmlns="jabber:client" from="${room}/${nick}"><x xmlns="${NS_USER}">
    <item affiliation="none" role="participant"/><status code="110"/></x></presence>`);
  server.receive(`<message xmlns="jabber:client" type="groupchat" from="${room}"><subject/></message>`);
}

function say(server: FakeTransport, room: string, body: string): void {
  server.receive(`<message xmlns="jabber:client" type="groupchat" id="${crypto.randomUUID()}" from="${room}/Nova">
    <body>${body}</body></message>`);
}

const isAsked = (server: FakeTransport, room: string) =>
  server.sent.some(
    ({ localName, attributes }) =>
      localName === 'presence' && attributes.getNamedItem('to')?.value === `${room}/Player`,
  );

async function open(room = `${HALL} ${TEA}`, given = fakeSession()) {
  const { name, session, server } = given;
  const heard: { type: string; room: string }[] = [];
  const element = await fixture<XmppRoomElement>(
    html`<xmpp-room
      session=${name}
      service="wss://fake.example/ws"
      domain="example.org"
      anonymous
      nick="Player"
      room=${room}
      @xmpp-room-joined=${({ detail }: CustomEvent<{ room: string }>) => heard.push({ type: 'joined', room: detail.room })}
      @xmpp-message=${({ detail }: CustomEvent<{ conversation: string }>) => heard.push({ type: 'message', room: detail.conversation })}
    ></xmpp-room>`,
  );
  await element.updateComplete;
  const shown = async () => {
    await nextFrame();
    await nextFrame();
    await element.updateComplete;
  };
  return { element, session, server, heard, shown, given };
}

async function joined(room?: string, given?: ReturnType<typeof fakeSession>) {
  const opened = await open(room, given);
  await waitUntil(() => isAsked(opened.server, HALL) && isAsked(opened.server, TEA));
  for (const each of [HALL, TEA]) admit(opened.server, each);
  await opened.shown();
  return opened;
}

describe('<xmpp-room> with several rooms', () => {
  afterEach(() => sessionStorage.clear());

  it('enters all of them, and shows the first', async () => {
    const { element, heard } = await joined();

    expect(tabs(element)).to.deep.equal(['hall', 'tea']);
    expect(selected(element)).to.deep.equal(['hall']);
    expect(nameOf(byRole(element, 'tabpanel'))).to.equal('hall');
    expect(element.joined).to.equal(true);
    expect(heard.map(({ room }) => room)).to.have.members([HALL, TEA]);
  });

  it('marks what is said in the others, and adds it up', async () => {
    const { element, server, shown, heard } = await joined();

    say(server, TEA, 'Milk?');
    say(server, TEA, 'Player, sugar?');
    await shown();

    expect(tabs(element)).to.deep.equal(['hall', 'tea, 2 unread, you are mentioned']);
    expect([element.unread, element.mentions]).to.deep.equal([2, 1]);
    expect(messages(element)).to.deep.equal([]);
    expect(heard.filter(({ type }) => type === 'message').map(({ room }) => room)).to.deep.equal([TEA, TEA]);

    byRole(element, 'tab', /^tea/).click();
    await shown();
    expect(messages(element)).to.deep.equal(['Milk?', 'Player, sugar?']);
    await waitUntil(() => element.unread === 0);
  });

  it('keeps a draft for each, and sends to the one that is shown', async () => {
    const { element, server, shown } = await joined();
    field(element).focus();
    await sendKeys({ type: 'For the hall' });
    byRole(element, 'tab', 'tea').click();
    await shown();
    expect(field(element).value).to.equal('');
    void element.send('For tea').catch(() => undefined);
    await waitUntil(() => server.last('message')?.getAttribute('to') === TEA);

    byRole(element, 'tab', 'hall').click();
    await shown();

    expect(field(element).value).to.equal('For the hall');
    expect(element.joined).to.equal(true);
    expect(
      server.sent.some((stanza) => stanza.getAttribute('type') === 'unavailable'),
      'nobody left',
    ).to.equal(false);
  });

  it('goes from one to another by arrows, Home and End', async () => {
    const { element, shown } = await joined();
    byRole(element, 'tab', 'hall').focus();

    for (const [key, name] of [
      ['ArrowRight', 'tea'],
      ['ArrowRight', 'hall'],
      ['ArrowLeft', 'tea'],
      ['Home', 'hall'],
      ['End', 'tea'],
    ] as const) {
      await sendKeys({ press: key });
      await shown();
      expect(selected(element), key).to.deep.equal([name]);
      expect(element.shadowRoot?.activeElement).to.equal(byRole(element, 'tab', name));
    }
  });

  it('shows on the next page what was shown on this one', async () => {
    const { element, given } = await joined();
    byRole(element, 'tab', 'tea').click();
    await element.updateComplete;
    element.remove();

    const next = await open(undefined, given);
    await next.shown();

    expect(selected(next.element)).to.deep.equal(['tea']);
  });

  it('asks at the door of one, and is in the other', async () => {
    const { element, server, shown } = await open();
    await waitUntil(() => isAsked(server, TEA));
    admit(server, HALL);
    server.receive(`<presence xmlns="jabber:client" type="error" from="${TEA}/Player">
      <error type="auth"><not-authorized xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></presence>`);
    await shown();
    expect(element.joined).to.equal(true);

    byRole(element, 'tab', 'tea').click();
    await shown();

    expect(element.joined).to.equal(false);
    expect(allByRole(element, 'button', 'Join')).to.have.length(1);
  });

  it('follows the attribute, and has no tabs for one room', async () => {
    const { element, shown, session } = await joined();
    element.room = TEA;
    await shown();

    expect(allByRole(element, 'tab')).to.be.empty;
    expect(element.joined).to.equal(true);
    expect([...session.stores.rooms.value.keys()]).to.include(TEA);

    element.room = ` ${TEA} `;
    await shown();
    expect(allByRole(element, 'tab')).to.be.empty;
    expect(element.joined).to.equal(true);
  });

  it('takes nonsense among them for what it is', async () => {
    const { element, server, shown } = await open(`${HALL} <b>@@ ${HALL}`);
    await waitUntil(() => isAsked(server, HALL));
    admit(server, HALL);
    await shown();

    expect(allByRole(element, 'tab')).to.have.length(2);
    allByRole(element, 'tab')[1]?.click();
    await shown();
    expect(allByRole(element, 'alert')).to.have.length(1);
  });

  for (const theme of ['light', 'dark'] as const) {
    it(`meets no barrier that axe knows, ${theme}`, async () => {
      const { element, server, shown } = await joined();
      element.theme = theme;
      say(server, TEA, 'Player, sugar?');
      await shown();
      await expect(element).to.be.accessible();
    });
  }
});
