/** What runs inside of the page. Each function is sent there as text, so it stands for itself. */

/** Before anything of the page's own: tells the test of what happens. */
export function listen() {
  const tell = (type, detail) => {
    const plain = JSON.stringify({ type, detail, at: Date.now() }, (key, value) =>
      value instanceof Error ? { name: value.name, message: value.message, condition: value.condition } : value,
    );
    globalThis.tellTest?.(plain);
  };
  for (const type of ['xmpp-status', 'xmpp-connected', 'xmpp-disconnected', 'xmpp-error', 'xmpp-room-joined'])
    document.addEventListener(type, ({ detail }) => tell(type, detail));
  addEventListener('pageshow', ({ persisted }) => tell('pageshow', { persisted }));
  for (const type of ['online', 'offline']) addEventListener(type, () => tell(type));
  for (const type of ['freeze', 'resume']) document.addEventListener(type, () => tell(type));
}

/**
 * Says numbers at a steady rate, in the chat and in the room, wherever one can write: `faults` in sessionStorage holds
 * how far it has come, so the next page goes on.
 */
export function speak() {
  // A tab that was made by another would say everything once more.
  if (window.top !== window || window.opener) return;
  const memory = { get: () => JSON.parse(sessionStorage.getItem('faults') ?? 'null') };
  memory.change = (changes) => sessionStorage.setItem('faults', JSON.stringify({ ...memory.get(), ...changes }));

  function say(kind) {
    const element = document.querySelector(kind === 'chat' ? 'xmpp-chat' : 'xmpp-room');
    const field = element?.shadowRoot?.querySelector('textarea');
    const state = memory.get();
    if (!field || field.disabled || !state || state[kind] >= state.total) return;
    const number = state[kind] + 1;
    // Nothing that could break comes between the two.
    const sent = element.send(`page ${number}`);
    memory.change({ [kind]: number });
    sent.catch((error) => {
      const failed = [...memory.get().failed, `${kind} ${number}: ${error.condition ?? error}`];
      memory.change({ failed });
    });
  }

  const both = () => {
    say('chat');
    say('room');
  };
  let timer;
  const go = () => {
    clearInterval(timer);
    timer = setInterval(both, memory.get().every);
  };
  globalThis.faults = {
    start(total, every) {
      memory.change({ chat: 0, room: 0, failed: [], total, every });
      go();
    },
    /** Says a few more, and then nothing; the page goes away after so many ms. */
    sayAndReload(ms) {
      clearInterval(timer);
      for (let count = 0; count < 5; count += 1) both();
      if (ms === 0) location.reload();
      else setTimeout(() => location.reload(), ms);
    },
  };
  if (memory.get()) go();
}

/** Whether all is said and heard. `inOthers`: of the numbers said to us, how many are here, and which is the last. */
export async function progress(jids) {
  const { sessionNamed } = await import('/dist/xmpp-elements.js');
  const session = await sessionNamed().whole();
  const spoken = JSON.parse(sessionStorage.getItem('faults') ?? '{}');
  const kinds = {};
  for (const [kind, jid] of Object.entries(jids)) {
    const entries = session.stores.conversations.value.get(jid)?.entries ?? [];
    const messages = entries.filter((entry) => entry.kind === 'message');
    const numbers = messages.filter(({ isOwn }) => !isOwn).map(({ body }) => Number(body.split(' ')[1]));
    const isGapless = new Set(numbers).size === Math.max(0, ...numbers) - Math.min(...numbers) + 1;
    kinds[kind] = {
      spoken: spoken[kind] ?? 0,
      sending: messages.filter(({ state }) => state === 'sending').length,
      entries: entries.length,
      // Until the archive has told what was missed nothing older can be had, nor is what is there in its order.
      isToldAll: session.hasOlder(jid) || session.stores.archives.value.complete.has(jid),
      last: isGapless ? Math.max(0, ...numbers) : -1,
    };
    // More was missed than is fetched unasked: the reader presses "Load them".
    const gaps = entries.filter(({ kind }) => kind === 'gap');
    for (const gap of gaps) await session.fillGap(jid, gap.key).catch(() => undefined);
    if (gaps.length) kinds[kind].gaps = gaps.length;
  }
  return { status: session.status, kinds };
}

/** What a conversation holds, in the order of reading, from its first message on; and the end of it as it is seen. */
export async function readAll(tag, jid, seen) {
  const { sessionNamed } = await import('/dist/xmpp-elements.js');
  const element = document.querySelector(tag);
  const { stores } = await sessionNamed().whole();
  const entriesNow = () => stores.conversations.value.get(jid)?.entries ?? [];
  const messagesNow = () => entriesNow().filter((entry) => entry.kind === 'message');
  const numbers = new Set();
  const isWhole = () => {
    for (const { body } of messagesNow()) numbers.add(body);
    return numbers.has('page 1') && numbers.has('peer 1');
  };
  let refusal;
  // What an earlier page has shown is found by scrolling up. A page of the archive may hold only what is here already.
  for (let fruitless = 0; !isWhole() && fruitless < 5;) {
    const before = entriesNow().length;
    await element.loadOlder().catch((error) => (refusal = String(error.condition ?? error)));
    fruitless = entriesNow().length === before ? fruitless + 1 : 0;
  }
  await element.updateComplete;
  const rows = [...element.shadowRoot.querySelectorAll('[part~="message"] [part~="body"]')];
  return {
    messages: messagesNow().map(({ body, isOwn, state, condition }) => ({ body, isOwn, state, condition })),
    gaps: entriesNow().filter(({ kind }) => kind === 'gap').length,
    refusal,
    seen: rows.slice(-seen).map((row) => row.textContent.trim()),
    failed: JSON.parse(sessionStorage.getItem('faults') ?? '{}').failed ?? [],
  };
}
