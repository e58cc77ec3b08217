/** A tab of Chromium, held by the protocol of its developer tools alone: that reaches it when its page has crashed, too. */
import { appendFileSync } from 'node:fs';
import { listen, speak } from './page-side.mjs';

/** How long a page may take to answer, in ms. */
const PATIENCE = 15_000;

export class Tab {
  /** What the page has told: `type`, `detail`, and `at` in ms since the epoch. */
  events = [];
  /** Exceptions of the page. */
  complaints = [];
  /** Messages as the server sent them, the page's own in a room, too: live ones, in the order of their coming. */
  wire = { peer: { chat: [], room: [] }, page: { chat: [], room: [] } };
  /** The page's own as it sent them, each time that it did, and on its how manieth stream. */
  said = { chat: [], room: [] };
  #streams = 0;
  /** The page's messages that the server has told to have (XEP-0198), by body and whom they went to. */
  acked = new Set();
  /** What this stream has carried, in order: a message as in `acked`, or nothing for what is none. */
  #carried = [];
  #devtools;

  /** A new tab, in a profile of its own. */
  static async open(browser, url, { trace } = {}) {
    const context = await browser.newContext({ locale: 'en-GB' });
    const tab = await Tab.of(await context.newPage());
    if (trace) await tab.trace(trace);
    const loaded = tab.once('Page.loadEventFired');
    await tab.command('Page.navigate', { url });
    await loaded;
    return tab;
  }

  /** @param isQuiet it only listens, and says nothing by itself. */
  static async of(page, { isQuiet = false } = {}) {
    const tab = new Tab();
    tab.page = page;
    const devtools = (tab.#devtools = await page.context().newCDPSession(page));
    devtools.on('Runtime.bindingCalled', ({ payload }) => tab.events.push(JSON.parse(payload)));
    devtools.on('Runtime.exceptionThrown', ({ exceptionDetails: { text, exception } }) =>
      tab.complaints.push(exception?.description ?? text),
    );
    devtools.on('Page.backForwardCacheNotUsed', ({ notRestoredExplanations }) =>
      tab.events.push({ type: 'not-kept', at: Date.now(), why: notRestoredExplanations.map(({ reason }) => reason) }),
    );
    devtools.on('Network.webSocketFrameReceived', ({ response }) => tab.#hear(response.payloadData));
    devtools.on('Network.webSocketFrameSent', ({ response }) => tab.#say(response.payloadData));
    tab.#hearPosts(devtools);
    await devtools.send('Network.enable');
    const scripts = isQuiet ? [listen] : [listen, speak];
    for (const script of scripts)
      await devtools.send('Page.addScriptToEvaluateOnNewDocument', { source: `(${script})()` });
    await tab.listen();
    // Its page was there before us.
    if (isQuiet) await tab.read(listen);
    return tab;
  }

  /** Hears what the page tells; once more after a crash, which forgets it. */
  async listen() {
    await this.command('Page.enable');
    await this.command('Runtime.enable');
    await this.command('Runtime.addBinding', { name: 'tellTest' });
  }

  /** What comes over BOSH, body by body, as the answers come to their ends. */
  #hearPosts(devtools) {
    const posts = new Set();
    const numbers = new Set();
    let read = Promise.resolve();
    devtools.on('Network.requestWillBeSent', ({ requestId, request: { method, postData = '' } }) => {
      if (method !== 'POST') return;
      posts.add(requestId);
      const [number] = /\brid="\d+"/.exec(postData) ?? [];
      if (!/\bsid="/.test(postData)) this.#streams += 1;
      // Once more under its number: that counts once.
      if (!numbers.has(number))
        for (const [message] of postData.matchAll(/<message\b.*?<\/message>/gs)) this.#note(message);
      numbers.add(number);
    });
    devtools.on('Network.loadingFinished', ({ requestId }) => {
      if (!posts.delete(requestId)) return;
      // Of a page that has gone meanwhile nobody knows it any more.
      const answer = devtools.send('Network.getResponseBody', { requestId }).catch(() => ({ body: '' }));
      read = read.then(async () => {
        for (const [message] of (await answer).body.matchAll(/<message\b[^>]*\/>|<message\b.*?<\/message>/gs))
          this.#hear(message);
      });
    });
  }

  #say(frame) {
    if (frame.startsWith('<open')) this.#streams += 1;
    if (frame.startsWith('<enable')) this.#carried = [];
    if (!/^<(message|presence|iq)[ >]/.test(frame)) return;
    const said = frame.startsWith('<message') && this.#note(frame);
    this.#carried.push(said && `${said.kind} ${said.body}`);
  }

  #note(message) {
    const [, body] = /<body>(page \d+)<\/body>/.exec(message) ?? [];
    if (!body) return undefined;
    const kind = /type=['"]groupchat/.test(message) ? 'room' : 'chat';
    this.said[kind].push({ body, stream: this.#streams });
    return { kind, body };
  }

  /** The server has the first so many of what the stream carried; one that goes on is sent the others again. */
  #confirm(frame) {
    const [, tag, count] = /^<(a|resumed)[ ][^>]*\bh=['"](\d+)/.exec(frame) ?? [];
    if (!tag) return;
    for (const message of this.#carried.slice(0, Number(count))) if (message) this.acked.add(message);
    if (tag === 'resumed') this.#carried.length = Math.min(this.#carried.length, Number(count));
  }

  #hear(frame) {
    this.#confirm(frame);
    const [, body, who] = (frame.startsWith('<message') && /<body>((peer|page) \d+)<\/body>/.exec(frame)) || [];
    if (!body || frame.includes('urn:xmpp:mam:2')) return;
    const [id] = /\bid=['"][^'"]*/.exec(frame.slice(0, frame.indexOf('>'))) ?? [];
    this.wire[who][/type=['"]groupchat/.test(frame) ? 'room' : 'chat'].push({ body, id });
  }

  /** Writes down whatever passes between the page and its server, to see where a message went. */
  async trace(file) {
    const write = (what, text) => appendFileSync(file, `${new Date().toISOString().slice(11, 23)} ${what} ${text}\n`);
    const devtools = this.#devtools;
    devtools.on('Network.webSocketCreated', ({ requestId }) => write('socket', requestId));
    devtools.on('Network.webSocketClosed', ({ requestId }) => write('closed', requestId));
    devtools.on('Network.webSocketFrameSent', ({ response }) => write('>', response.payloadData));
    devtools.on('Network.webSocketFrameReceived', ({ response }) => write('<', response.payloadData));
    const posts = new Set();
    devtools.on('Network.requestWillBeSent', ({ requestId, request }) => {
      if (request.method === 'POST') posts.add(requestId) && write('>', request.postData);
    });
    devtools.on(
      'Network.loadingFailed',
      ({ requestId, errorText }) => posts.has(requestId) && write('failed', errorText),
    );
    devtools.on('Network.loadingFinished', async ({ requestId }) => {
      if (!posts.has(requestId)) return;
      const answer = await devtools
        .send('Network.getResponseBody', { requestId })
        .catch(({ message }) => ({ body: message }));
      write('<', answer.body);
    });
    devtools.on('Runtime.bindingCalled', ({ payload }) => write('page', payload));
    await this.command('Network.enable');
  }

  command(name, parameters) {
    return within(this.#devtools.send(name, parameters), name);
  }

  once(event) {
    return within(new Promise((happens) => this.#devtools.once(event, happens)), event);
  }

  /** Runs a function in the page. */
  async evaluate(action, ...args) {
    const expression = `(${action})(...${JSON.stringify(args)})`;
    const { result, exceptionDetails } = await this.command('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** Runs a function that changes nothing, once more if the page goes away meanwhile. */
  async read(action, ...args) {
    for (let tries = 0; ; tries += 1) {
      try {
        return await this.evaluate(action, ...args);
      } catch (error) {
        if (tries > 20) throw error;
        await pause(200);
      }
    }
  }

  /** The first event of a type since a time. */
  async hears(type, { since = 0, limit = 60_000, ...properties } = {}) {
    const isIt = (event) =>
      event.type === type &&
      event.at >= since &&
      Object.entries(properties).every(([key, value]) => event.detail?.[key] === value);
    const end = Date.now() + limit;
    for (;;) {
      const found = this.events.find(isIt);
      if (found || Date.now() > end) return found;
      await pause(20);
    }
  }

  close() {
    return this.page.context().close();
  }
}

export const pause = (ms) => new Promise((go) => setTimeout(go, ms));

function within(promise, what) {
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The tab did not answer: ${what}`)), PATIENCE);
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}
