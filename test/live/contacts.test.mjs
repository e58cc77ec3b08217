import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isLong, live, ways } from '../support/live.mjs';
import { startEjabberd, startProsody } from '../support/servers.mjs';

/** Two people who get to know each other, and fall out. */
function contactJourneys(world) {
  const page = () => `<xmpp-login ${world.members(ways.WebSocket)}></xmpp-login><xmpp-chat></xmpp-chat>`;

  async function pair() {
    const names = await Promise.all(['alice', 'bob'].map((name) => world.account(name)));
    const people = await Promise.all(names.map(() => world.open(page())));
    await Promise.all(people.map((person, index) => person.signIn(names[index])));
    await Promise.all(people.map((person) => person.hears('xmpp-connected')));
    await Promise.all(people.map(({ page }) => page.getByText('No contacts yet').waitFor()));
    return { names, alice: people[0], bob: people[1] };
  }

  const contact = ({ page }, name) => page.getByRole('list', { name: 'Contacts' }).getByRole('button', { name });

  /** The presences of the other one that somebody has heard of. */
  const ofOthers = (person, [, other]) =>
    person.heard('xmpp-presence').filter(({ jid }) => jid.startsWith(`${other}@`));

  async function adds(person, name) {
    await person.page.getByRole('textbox', { name: 'Find or add a contact' }).fill(name);
    await person.page.getByRole('button', { name: `Add ${name}@localhost` }).click();
  }

  async function chooses(person, name, item) {
    await contact(person, `Options for ${name}`).click();
    await person.page.getByRole('menuitem', { name: item }).click();
  }

  async function isAsked(person, name) {
    const asked = person.page.getByRole('list', { name: 'Requests' });
    await asked.getByText(`${name}@localhost wants to see when you are online.`).waitFor();
  }

  /** Bob lets Alice see him; a server that cannot note that she lets whom she adds see her has her asked. */
  async function accepts({ alice, bob, names: [aliceName, bobName] }) {
    await bob.page.getByRole('button', { name: 'Accept' }).click();
    const accept = alice.page.getByRole('button', { name: 'Accept' });
    const seen = contact(bob, new RegExp(`^${aliceName} Online`));
    await contact(alice, new RegExp(`^${bobName} Online`)).waitFor();
    await Promise.race([accept.click().catch(() => undefined), seen.waitFor()]);
    await seen.waitFor();
  }

  it('ask, are refused, ask again, and see each other once that is accepted', async () => {
    const { alice, bob, names } = await pair();
    const [aliceName, bobName] = names;
    await adds(alice, bobName);
    await isAsked(bob, aliceName);
    await contact(alice, new RegExp(`^${bobName} Has not answered yet`)).waitFor();
    bob.forget();
    await bob.page.reload();
    await bob.hears('xmpp-connected');
    await isAsked(bob, aliceName);
    await bob.page.getByRole('button', { name: 'Refuse' }).click();
    await bob.page.getByRole('list', { name: 'Requests' }).waitFor({ state: 'detached' });
    await contact(alice, new RegExp(`^${bobName}$`)).waitFor();
    assert.deepEqual(ofOthers(alice, names), [], 'she saw nothing of him');

    await chooses(alice, bobName, 'Ask again');
    await isAsked(bob, aliceName);
    await accepts({ alice, bob, names });
    await bob.page.getByRole('combobox', { name: 'Availability' }).selectOption({ label: 'Do not disturb' });

    await contact(alice, new RegExp(`^${bobName} Do not disturb`)).waitFor();
    await alice.hears('xmpp-presence', { jid: new RegExp(`^${bobName}@localhost/`), show: 'dnd' });
    assert.equal(await bob.page.getByRole('list', { name: 'Requests' }).count(), 0);
    assert.deepEqual([...alice.heard('xmpp-error'), ...bob.heard('xmpp-error')], []);
  });

  it('name, group and remove each other', async () => {
    const { alice, bob, names } = await pair();
    const [aliceName, bobName] = names;
    await adds(alice, bobName);
    await isAsked(bob, aliceName);
    await accepts({ alice, bob, names });

    await chooses(alice, bobName, 'Rename…');
    await alice.page.getByRole('textbox', { name: 'Name' }).fill('Robert & Söhne');
    await alice.page.getByRole('textbox', { name: 'Name' }).press('Enter');
    await contact(alice, /^Robert & Söhne Online/).waitFor();
    await chooses(alice, 'Robert & Söhne', 'Groups…');
    await alice.page.getByRole('textbox', { name: 'New group' }).fill('Chess');
    await alice.page.getByRole('button', { name: 'Save' }).click();
    await alice.page.getByRole('list', { name: 'Chess' }).getByText('Robert & Söhne').waitFor();
    await chooses(alice, 'Robert & Söhne', 'Remove…');
    await alice.page.getByRole('button', { name: 'Remove', exact: true }).click();

    await alice.page.getByRole('list', { name: 'Chess' }).waitFor({ state: 'detached' });
    await contact(bob, new RegExp(`^${aliceName}$`)).waitFor();
  });

  it('look at each other’s cards, and see who they are and since when they are gone', async () => {
    const { alice, bob, names } = await pair();
    const [aliceName, bobName] = names;
    await bob.page.evaluate(async () => {
      const { sessionNamed, xml } = await import('/dist/xmpp-elements.js');
      const card = xml`<vCard xmlns="vcard-temp"><FN>Robert Baumeister</FN><URL>https://example.org/bob</URL></vCard>`;
      sessionNamed().send(xml`<iq type="set" id="card">${card}</iq>`);
    });
    await adds(alice, bobName);
    await isAsked(bob, aliceName);
    await accepts({ alice, bob, names });
    const card = alice.page.getByRole('dialog', { name: `About ${bobName}` });
    await alice.page.getByRole('button', { name: `About ${bobName}` }).click();
    await card.getByText('Online', { exact: true }).waitFor();
    await card.getByText('Robert Baumeister').waitFor();
    await card.getByRole('link', { name: 'https://example.org/bob' }).waitFor();
    await alice.page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });

    await bob.page.evaluate(async () => {
      const { sessionNamed } = await import('/dist/xmpp-elements.js');
      await sessionNamed().disconnect();
    });
    await contact(alice, new RegExp(`^${bobName} Offline`)).waitFor();
    const seen = card.getByText('Last seen this minute');
    const isSeen = () =>
      seen.waitFor({ timeout: 1500 }).then(
        () => true,
        () => false,
      );
    // Of this very second the servers say nothing.
    for (let looks = 0; looks < 5; looks += 1) {
      await chooses(alice, bobName, 'About');
      if (await isSeen()) return;
      await alice.page.keyboard.press('Escape');
    }
    assert.fail('never seen');
  });

  it('block a stranger, who reaches nobody until unblocked', async () => {
    const { alice, bob, names } = await pair();
    const [aliceName, bobName] = names;
    await alice.page.getByRole('textbox', { name: 'Find or add a contact' }).fill(bobName);
    await alice.page.getByRole('button', { name: `Start a conversation with ${bobName}@localhost` }).click();
    await alice.say('Buy my watches');
    await contact(bob, new RegExp(`^${aliceName}`))
      .first()
      .click();
    await bob.page.getByText(`${aliceName}@localhost is not in your contacts.`).waitFor();

    await bob.page.getByRole('button', { name: 'Block', exact: true }).click();

    await bob.page.getByText(`You have blocked ${aliceName}.`).waitFor();
    assert.equal(await bob.page.getByRole('textbox', { name: 'Message' }).count(), 0);
    await alice.say('All of them');
    await alice.messages('All of them').getByText('Not sent').waitFor();

    await bob.page.getByRole('button', { name: 'Unblock' }).click();

    await bob.page.getByRole('textbox', { name: 'Message' }).waitFor();
    await alice.messages('All of them').getByRole('button', { name: 'Try again' }).click();
    await bob.sees('All of them');
    assert.equal(await bob.messages('All of them').count(), 1);
  });

  it('block somebody with a report (XEP-0377), also where the server takes none', async () => {
    const { alice, bob, names } = await pair();
    const [aliceName, bobName] = names;
    await adds(alice, bobName);
    await isAsked(bob, aliceName);
    const offered = await bob.page.evaluate(async (jid) => {
      const { sessionNamed } = await import('/dist/xmpp-elements.js');
      const session = await sessionNamed().whole();
      await session.setBlocked(jid, true, { reason: 'spam', text: 'Watches & more', lang: 'en' });
      return session.stores.blocked.value.takesReports;
    }, `${aliceName}@localhost`);

    await contact(bob, 'Blocked · 1').click();
    await contact(bob, `Options for ${aliceName}`).click();
    await bob.page.getByRole('menuitem', { name: 'Unblock' }).waitFor();
    assert.equal(offered, false);
    assert.equal(await bob.page.getByRole('menuitem', { name: 'Block and report…' }).count(), 0);
  });
}

describe('Contacts at Prosody', () => contactJourneys(live(startProsody)));

if (isLong) describe('Contacts at ejabberd', () => contactJourneys(live(startEjabberd)));
