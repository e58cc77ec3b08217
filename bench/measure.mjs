// One page in a fresh browser profile, and what can be known of it from outside.
import { readFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import { chromiumFlags, chromiumPath } from '../test/support/chromium.mjs';
import { probe } from './probe.mjs';
import { SLOW_4G } from './slow.mjs';

/** How long anything may take before it counts as never. */
export const LIMIT = 60_000;

export const launch = () => chromium.launch({ executablePath: chromiumPath(), args: chromiumFlags });

/** A page of one candidate, from its navigation to its end. */
export class Trial {
  #page;
  #cdp;
  #server;
  #url;

  /**
   * @param {string} query what the room holds: `occupants=20&history=50`; with `slow`, all that goes over the line is.
   * @param {{slowdown?: number}} options how many times slower the processor is.
   */
  static async open({ browser, server }, candidate, query, { slowdown } = {}) {
    const trial = new Trial();
    server.forget();
    trial.#server = server;
    const context = await browser.newContext({ viewport: { width: 1000, height: 700 } });
    trial.#page = await context.newPage();
    trial.#cdp = await context.newCDPSession(trial.#page);
    // Time of the processor, not of the clock: what else the machine does is not the page's fault.
    await trial.#cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    if (new URLSearchParams(query).has('slow')) await trial.#slowDown();
    if (slowdown) await trial.#cdp.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    await trial.#page.addInitScript({ content: `(${probe})({${sourceOf(candidate.look)}})` });
    trial.#url = `${server.url}/pages/${candidate.page}${candidate.page.includes('?') ? '&' : '?'}${query}`;
    await trial.#page.goto(trial.#url, { waitUntil: 'commit' });
    return trial;
  }

  async #slowDown() {
    await this.#cdp.send('Network.enable');
    await this.#cdp.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: SLOW_4G.requestLatency,
      downloadThroughput: SLOW_4G.down,
      uploadThroughput: SLOW_4G.up,
    });
  }

  /** The server's end of the page's stream. */
  get stream() {
    return this.#server.streams.at(-1);
  }

  /** What the page loaded: paths and bytes on the wire, without headers. */
  get requests() {
    return [...this.#server.requests];
  }

  /** The same page once more, by the same visitor. */
  async reload() {
    this.#server.forget();
    await this.#page.goto('about:blank');
    await this.#page.goto(this.#url, { waitUntil: 'commit' });
  }

  /** Calls something of the probe; `undefined` if that takes longer than anybody would wait. */
  ask(name, ...args) {
    const answer = this.#page.evaluate(
      ([name, args]) => {
        const value = globalThis.bench[name];
        return typeof value === 'function' ? value(...args) : value;
      },
      [name, args],
    );
    return within(answer);
  }

  /** What the page shows: a function of the candidate's look. */
  look(name) {
    return within(this.#page.evaluate((name) => globalThis.bench.look[name](), name));
  }

  /** Types as a person does, so many characters a second. */
  async type(count, perSecond) {
    await this.#page.evaluate(() => globalThis.bench.look.field().focus());
    for (let index = 0; index < count; index += 1) {
      await this.#page.keyboard.press('abcdefgh '[index % 9]);
      await new Promise((resolve) => setTimeout(resolve, 1000 / perSecond));
    }
  }

  get origin() {
    return this.#page.evaluate(() => performance.timeOrigin);
  }

  /** How long the main thread has worked so far, in ms. */
  async work() {
    return (await this.metrics()).TaskDuration * 1000;
  }

  /** What Chromium counts, by its names. */
  async metrics() {
    const { metrics } = await this.#cdp.send('Performance.getMetrics');
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  }

  /** Live objects of the page's scripts, in MB. */
  async heap() {
    await this.#cdp.send('HeapProfiler.collectGarbage');
    const { usedSize } = await this.#cdp.send('Runtime.getHeapUsage');
    return usedSize / 1e6;
  }

  /**
   * What the page's process has for itself, in MB: with what the heap leaves out, as the DOM and its boxes. The largest of
   * the renderers is the page's; the others wait for one. Where the system does not tell, `undefined`.
   */
  async memory() {
    const session = await this.#page.context().browser().newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    await session.detach();
    const renderers = processInfo.filter(({ type }) => type === 'renderer');
    const statuses = renderers.map(({ id }) => readFile(`/proc/${id}/status`, 'utf8').catch(() => ''));
    const sizes = (await Promise.all(statuses)).map((status) => Number(/^RssAnon:\s*(\d+)/m.exec(status)?.[1] ?? 0));
    return Math.max(...sizes) / 1000 || undefined;
  }

  async close() {
    await this.#page.context().close();
  }
}

/** A promise's value, or `undefined` if it takes too long. */
export function within(promise, limit = LIMIT) {
  let timer;
  const late = new Promise((resolve) => (timer = setTimeout(resolve, limit)));
  return Promise.race([promise.catch(() => undefined), late]).finally(() => clearTimeout(timer));
}

const sourceOf = (look) => Object.entries(look).map(([name, body]) => `${name}: ${body}`);
