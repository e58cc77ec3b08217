import { expect } from '@open-wc/testing';
import '../../src/define/xmpp-room.js';
import type { XmppRoomElement } from '../../src/elements/xmpp-room.js';
import { sessionNamed } from '../../src/session/session-handle.js';
import { allByRole, byRole } from '../support/roles.js';
import { waitUntil } from '../support/wait.js';

const LOBBY = 'lobby@rooms.example.org';

/** Nothing here may import what sessions are made of: it comes by itself, a moment after the elements. */
describe('Before the code of sessions is here', () => {
  let element: XmppRoomElement;

  beforeEach(() => {
    element = document.createElement('xmpp-room');
    Object.assign(element, {
      room: LOBBY,
      domain: 'example.org',
      service: 'ws://127.0.0.1:2/',
      anonymous: true,
      noAutoConnect: true,
      nick: 'Ann',
    });
  });

  afterEach(() => element.remove());

  it('the room is painted, as one that is being entered; then it is what it is', async () => {
    const statuses: string[] = [];
    element.addEventListener('xmpp-status', ({ detail }) => statuses.push(detail.status));
    document.body.append(element);
    await waitUntil(() => element.hasUpdated, undefined, { interval: 1 });

    expect(byRole(element, 'heading', 'lobby')).to.exist;
    expect(element.shadowRoot?.querySelector('[aria-busy=true]')).to.exist;
    expect([element.status, element.joined, element.unread]).to.deep.equal(['offline', false, 0]);
    expect(allByRole(element, 'button', 'Connect')).to.be.empty;

    await element.updateComplete;

    expect(byRole(element, 'button', 'Connect')).to.exist;
    expect(statuses).to.be.empty;
  });

  it('what the page asks for waits, and is answered', async () => {
    document.body.append(element);

    const sent = await element.send('Hello').catch((error: { condition: string }) => error.condition);

    expect(sent).to.equal('not-in-room');
    expect(await element.loadOlder()).to.equal(undefined);
  });

  it('a session is known by its name, and the same for all', async () => {
    const session = sessionNamed('late');
    expect([session.name, session.status, session.jid, session.unread]).to.deep.equal([
      'late',
      'offline',
      undefined,
      0,
    ]);
    expect(() => session.send(document.createElement('message')))
      .to.throw()
      .with.property('condition', 'offline');
    const stop = session.onStanza({ name: 'message' }, () => undefined);

    const whole = await session.whole();

    expect(whole.name).to.equal('late');
    expect(sessionNamed('late')).to.equal(session);
    expect(await sessionNamed('late').whole()).to.equal(whole);
    stop();
    await session.disconnect();
    expect(session.status).to.equal('offline');
  });
});
