import { expect } from '@open-wc/testing';
import { allByRole, shownText } from '../support/roles.js';
import { joinedRoom, LOBBY } from '../support/room.js';
import { waitUntil } from '../support/wait.js';

describe('Whoever says too much at once in a room', () => {
  for (const [condition, words] of [
    ['resource-constraint', 'That was a lot at once. Wait a moment, then try again.'],
    ['policy-violation', 'The server refused that. Wait a moment, then try again.'],
  ] as const) {
    it(`keeps what the room refused, and is told to wait (${condition})`, async () => {
      const room = await joinedRoom();
      const refused = room.element.send('Hello').catch((error: { condition: string }) => error.condition);
      await waitUntil(() => room.server.last('message')?.querySelector('body'));
      room.server
        .receive(`<message xmlns="jabber:client" type="error" from="${LOBBY}" id="${room.server.last('message')?.id}">
        <error type="wait"><${condition} xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></message>`);

      expect(await refused).to.equal(condition);
      await room.shown();
      const state = room.element.shadowRoot?.querySelector('[part~=state]') as Element;
      expect(shownText(state)).to.contain(words);
      expect(allByRole(room.element, 'button', 'Try again')).to.have.length(1);
    });
  }
});
