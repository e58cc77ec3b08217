// Who is compared, and how each is looked at from outside: the functions run inside the page.
const bare = {
  newest: () => document.querySelector('#log')?.lastElementChild?.textContent,
  isUsable: () => document.querySelector('input')?.disabled === false,
  count: () => document.querySelectorAll('#occupants > li').length,
  known: () => document.querySelectorAll('#log > *').length,
  box: () => document.querySelector('#log'),
  field: () => document.querySelector('input'),
  identity: () => document.identity(),
  join: () => document.join(),
  leave: () => document.leave(),
};

const element = {
  newest: () => document.querySelector('xmpp-room')?.shadowRoot?.querySelector('.list')?.lastElementChild?.textContent,
  isUsable: () => document.querySelector('xmpp-room')?.shadowRoot?.querySelector('textarea')?.disabled === false,
  count: () => document.querySelector('xmpp-room')?.occupants?.length,
  known: async () => {
    const room = document.querySelector('xmpp-room').room;
    const { stores } = await (await import('/dist/xmpp-elements.js')).sessionNamed().whole();
    return stores.conversations.value.get(room).entries.filter(({ kind }) => kind === 'message').length;
  },
  box: () => document.querySelector('xmpp-room').shadowRoot.querySelector('.log'),
  field: () => document.querySelector('xmpp-room').shadowRoot.querySelector('textarea'),
  identity: async () => {
    const session = (await import('/dist/xmpp-elements.js')).sessionNamed();
    // Before that it is the last page's.
    return session.status === 'online' ? session.jid : undefined;
  },
  join: () => document.querySelector('xmpp-room').join(),
  leave: () => document.querySelector('xmpp-room').leave(),
};

const converse = {
  newest: () => {
    const texts = document.getElementsByClassName('chat-msg__text');
    return texts[texts.length - 1]?.textContent;
  },
  isUsable: () => document.querySelector('textarea.chat-textarea')?.disabled === false,
  count: () => document.querySelectorAll('.occupants li').length,
  known: () => document.getElementsByClassName('chat-msg__text').length,
  box: () => document.querySelector('.chat-content__messages'),
  field: () => document.querySelector('textarea.chat-textarea'),
  identity: () => document.converse?.session?.get('jid'),
  join: () => undefined,
  leave: () => undefined,
};

/** The first two are what ours is measured by; see README.md. `package`: what has to be installed for it, here. */
export const candidates = [
  { name: 'floor', page: 'floor.html', look: bare },
  { name: 'batched', page: 'batched.html', look: bare },
  { name: 'converse', page: 'converse.html', look: converse, package: 'converse.js' },
  { name: 'preloaded', page: 'ours.html?preload', look: element },
  { name: 'ours', page: 'ours.html', look: element },
];
