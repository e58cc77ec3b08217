// Who is compared, and how each is looked at from outside: the functions run inside the page.
const bare = {
  newest: () => document.querySelector('#log')?.lastElementChild?.textContent,
  isUsable: () => document.querySelector('input')?.disabled === false,
  count: () => document.querySelectorAll('#occupants > li').length,
  join: () => document.join(),
  leave: () => document.leave(),
};

const element = {
  newest: () => document.querySelector('xmpp-room')?.shadowRoot?.querySelector('.list')?.lastElementChild?.textContent,
  isUsable: () => document.querySelector('xmpp-room')?.shadowRoot?.querySelector('textarea')?.disabled === false,
  count: () => document.querySelector('xmpp-room')?.occupants?.length,
  join: () => document.querySelector('xmpp-room').join(),
  leave: () => document.querySelector('xmpp-room').leave(),
};

/** The first two are what ours is measured by; see README.md. */
export const candidates = [
  { name: 'floor', page: 'floor.html', look: bare },
  { name: 'batched', page: 'batched.html', look: bare },
  { name: 'ours', page: 'ours.html', look: element },
];
