import { describe, it } from 'node:test';
import { live, ways } from '../support/live.mjs';
import { startEjabberd, startProsody } from '../support/servers.mjs';

/** Fills in the form that makes an account. */
async function register({ page }, name, password = name) {
  await page.getByRole('button', { name: 'Create account' }).click();
  const form = page.getByRole('form', { name: 'Create account' });
  await form.getByRole('textbox', { name: /^(User name|XMPP address)$/ }).fill(name);
  await form.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
}

function journeys(world, way) {
  it('makes an account, signs in with it, and again on another page', async () => {
    const name = world.named('juliet');
    const page = `<xmpp-login ${world.members(way)} register></xmpp-login>`;

    const juliet = await world.open(page);
    await register(juliet, name, `${name} & <secret>`);
    await juliet.page.getByRole('button', { name: 'Sign out' }).waitFor();
    const elsewhere = await world.open(page);
    await elsewhere.signIn(name, `${name} & <secret>`);

    await elsewhere.page.getByRole('region', { name: `${name}@localhost` }).waitFor();
  });

  it('says that a user name is taken, and takes another one', async () => {
    const romeo = await world.account('romeo');

    const person = await world.open(`<xmpp-login ${world.members(way)} register></xmpp-login>`);
    await register(person, romeo);
    await person.alert('That user name is taken.').waitFor();
    await person.page.getByRole('textbox', { name: 'User name' }).fill(world.named('tybalt'));
    await person.page.getByRole('button', { name: 'Create account' }).click();

    await person.page.getByRole('button', { name: 'Sign out' }).waitFor();
  });

  it('says that a server makes no accounts', async () => {
    const guests = world.guests(way).replace(' anonymous', ' register');

    const { page } = await world.open(`<xmpp-login ${guests}></xmpp-login>`);
    await page.getByRole('button', { name: 'Create account' }).click();

    await page.getByRole('alert').filter({ hasText: 'This server makes no accounts here.' }).waitFor();
    await page.getByRole('button', { name: 'Sign in instead' }).click();
    await page.getByRole('form', { name: 'Sign in' }).waitFor();
  });

  it('asks whose server it is where the page does not say', async () => {
    const name = world.named('paris');

    const person = await world.open(`<xmpp-login service="${world.server[way]}" register></xmpp-login>`);
    await register(person, `${name}@localhost`);

    await person.page.getByRole('region', { name: `${name}@localhost` }).waitFor();
  });
}

for (const [server, start] of Object.entries({ Prosody: startProsody, ejabberd: startEjabberd })) {
  describe(`Making an account with ${server}`, () => {
    const world = live(start);
    for (const [name, way] of Object.entries(ways)) describe(`over ${name}`, () => journeys(world, way));
  });
}
