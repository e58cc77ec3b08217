/**
 * What can go wrong, by name. Each fault is given a `Stage` on which a page and its peer are talking, and comes back when
 * the world is well again. `share`: of the messages asked for, how many it takes; `every`: ms between two of them.
 */
import { Tab, pause } from './tab.mjs';

const boshOnly = ['bosh'];

export const faults = {
  none: { act: (stage) => stage.reach(1, 1) },

  cut: { act: (stage) => cut(stage, 0.2, 0.7) },

  'cut-thrice': {
    async act(stage) {
      await cut(stage, 0.1, 0.25);
      await cut(stage, 0.35, 0.5);
      await cut(stage, 0.6, 0.75);
    },
  },

  'cut-within': {
    async act(stage) {
      await stage.reach(0.2, 0.7);
      stage.line.cutWithin();
      await pause(stage.between(500, 3000));
      stage.line.mend();
      stage.mended();
    },
  },

  'half-open': {
    async act(stage) {
      const { line } = stage;
      await stage.reach(0.2, 0.5);
      const frozenAt = Date.now();
      line.freeze();
      await isNoticed(stage, frozenAt, 42_000);
      await pause(frozenAt + 45_000 - Date.now());
      line.mend();
      stage.mended();
    },
  },

  'half-open-wake': {
    async act(stage) {
      const { line, tab } = stage;
      await stage.reach(0.2, 0.5);
      line.freeze();
      await pause(stage.between(500, 2000));
      const wokenAt = Date.now();
      await tab.evaluate(() => void dispatchEvent(new Event('online')));
      await isNoticed(stage, wokenAt, 5500);
      line.mend();
      stage.mended();
    },
  },

  'lost-up': { act: (stage) => swallow(stage, 'up') },
  'lost-down': { act: (stage) => swallow(stage, 'down') },

  slow: {
    share: 0.1,
    every: 700,
    async act(stage) {
      const { line, tab } = stage;
      const since = Date.now();
      line.slow({ bytesPerSecond: 3000, latency: 2000 });
      await stage.reach(1, 1);
      await stage.settled();
      const drops = tab.events.filter(({ type, at }) => type === 'xmpp-disconnected' && at > since).length;
      stage.check('no false alarm', drops === 0, `given up ${drops} times`);
      line.mend();
    },
  },

  'http-502': { ways: boshOnly, act: (stage) => gatewayError(stage, true) },
  'http-502-opaque': { ways: boshOnly, act: (stage) => gatewayError(stage, false) },

  'http-404-once': {
    ways: boshOnly,
    async act(stage) {
      const { line } = stage;
      await stage.reach(0.2, 0.7);
      line.answer(404, { times: 1 });
      stage.mended();
    },
  },

  restart: { isServerFault: true, act: (stage) => restart(stage, 'SIGTERM') },
  kill: { isServerFault: true, act: (stage) => restart(stage, 'SIGKILL') },

  // The page that goes on with the new stream must know what that has not carried.
  'restart-reload': {
    isServerFault: true,
    async act(stage) {
      const since = Date.now();
      await restart(stage, 'SIGKILL');
      await stage.tab.hears('xmpp-connected', { since });
      await stage.tab.evaluate(() => location.reload()).catch(() => undefined);
    },
  },

  'reload-0': { act: (stage) => reloadTwice(stage, 0) },
  'reload-60': { act: (stage) => reloadTwice(stage, 60) },
  'reload-130': { act: (stage) => reloadTwice(stage, 130) },
  'reload-500': { act: (stage) => reloadTwice(stage, 500) },

  'back-forward': {
    async act(stage) {
      for (const [from, to] of [
        [0.1, 0.3],
        [0.5, 0.7],
      ]) {
        await stage.reach(from, to);
        const { tab, elsewhere } = stage;
        const loaded = tab.once('Page.loadEventFired');
        await tab.command('Page.navigate', { url: elsewhere });
        await loaded;
        await pause(stage.between(1000, 3000));
        stage.mended();
        const since = Date.now();
        await tab.evaluate(() => void setTimeout(() => history.back())).catch(() => undefined);
        const shown = await tab.hears('pageshow', { since });
        const why = tab.events.find(({ type, at }) => type === 'not-kept' && at >= since)?.why;
        stage.note(shown?.detail.persisted ? 'from bfcache' : `loaded anew: ${why}`);
      }
    },
  },

  crash: {
    async act(stage) {
      const { tab } = stage;
      await stage.reach(0.2, 0.7);
      const crashed = tab.once('Inspector.targetCrashed');
      tab.command('Page.crash').catch(() => undefined); // It has no time to answer.
      await crashed;
      await pause(stage.between(500, 3000));
      stage.mended();
      const loaded = tab.once('Page.loadEventFired');
      await tab.command('Page.reload');
      await tab.listen();
      await loaded;
    },
  },

  offline: {
    async act(stage) {
      const { line, tab } = stage;
      const rates = { latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
      const tell = (offline) => tab.command('Network.emulateNetworkConditions', { offline, ...rates });
      await tab.command('Network.enable', { maxTotalBufferSize: 0 });
      await stage.reach(0.2, 0.7);
      // The browser keeps open sockets open; without a network nothing passes through them.
      line.freeze();
      await tell(true);
      await pause(10_000);
      line.mend();
      stage.mended();
      await tell(false);
    },
  },

  frozen: {
    async act(stage) {
      const { tab } = stage;
      await stage.reach(0.2, 0.7);
      await tab.command('Page.setWebLifecycleState', { state: 'frozen' });
      await pause(10_000);
      await tab.command('Page.setWebLifecycleState', { state: 'active' });
      stage.mended();
    },
  },

  duplicate: {
    async act(stage) {
      const { tab, jids } = stage;
      await stage.reach(0.2, 0.4);
      const since = Date.now();
      const opened = tab.page.context().waitForEvent('page');
      await tab.evaluate(() => void window.open(location.href));
      const twin = await Tab.of(await opened, { isQuiet: true });
      const isOnline = () =>
        document.querySelector('xmpp-chat')?.status === 'online' && !!document.querySelector('xmpp-room')?.joined;
      for (let tries = 0; tries < 100 && !(await twin.read(isOnline)); tries += 1) await pause(100);
      const outcome = await twin
        .evaluate(async () => {
          const said = [...document.querySelectorAll('xmpp-chat, xmpp-room')].map((element) => element.send('twin 1'));
          await Promise.all(said);
          return 'both said';
        })
        .catch((error) => String(error));
      const said = JSON.stringify(twin.events.filter(({ type }) => type === 'xmpp-error'));
      stage.check('the twin speaks', outcome === 'both said', `${outcome} ${said}`);
      await stage.reach(1, 1);
      await stage.settled();
      stage.peer.send(stage.user, 'chat', 'to both');
      stage.peer.send(jids.room, 'groupchat', 'to both');
      for (const each of [tab, twin]) {
        for (let tries = 0; tries < 100 && !(await each.read(heardByAll, jids)); tries += 1) await pause(100);
        stage.check(`${each === twin ? 'the twin' : 'the tab'} hears`, await each.read(heardByAll, jids), '');
      }
      const drops = tab.events.filter(({ type, at }) => type === 'xmpp-disconnected' && at > since);
      const dropsOfTwin = twin.events.filter(({ type }) => type === 'xmpp-disconnected');
      stage.check('nobody is thrown out', !drops.length && !dropsOfTwin.length, JSON.stringify([drops, dropsOfTwin]));
      await twin.page.close();
    },
  },

  fifty: {
    share: 0.1,
    async before(stage) {
      const { line, tab, way } = stage;
      for (let count = 0; count < 5; count += 1) await reconnect(stage);
      const before = await weigh(tab);
      for (let count = 0; count < 50; count += 1) await reconnect(stage);
      let after = await weigh(tab);
      // What is on its way just now has handlers, too, and ends.
      for (let again = 0; again < 10 && after.listeners > before.listeners; again += 1) {
        await pause(1000);
        after = await weigh(tab);
      }
      const grown = after.heap - before.heap;
      stage.check('heap', grown < 1_000_000, `${before.heap} to ${after.heap} bytes`);
      const isSame = after.listeners <= before.listeners;
      stage.check('listeners', isSame, `${before.listeners} to ${after.listeners}`);
      const open = line.open;
      stage.check('sockets', open >= 1 && open <= (way === 'websocket' ? 1 : 2), `${open} open`);
    },
    act: (stage) => stage.reach(1, 1),
  },
};

/** The line breaks for a while. */
async function cut(stage, from, to) {
  const { line } = stage;
  await stage.reach(from, to);
  line.cut();
  await pause(stage.between(500, 3000));
  line.mend();
  stage.mended();
}

async function swallow(stage, direction) {
  const { line } = stage;
  await stage.reach(0.2, 0.7);
  const since = Date.now();
  line.swallow(direction);
  await pause(3000);
  line.mend();
  stage.mended();
  await isNoticed(stage, since, 75_000);
}

async function gatewayError(stage, hasCors) {
  const { line } = stage;
  await stage.reach(0.2, 0.7);
  line.answer(502, { hasCors });
  await pause(20_000);
  stage.note(`${line.answered} requests`);
  line.mend();
  stage.mended();
}

async function restart(stage, signal) {
  const { server } = stage;
  await stage.reach(0.2, 0.7);
  await server.halt(signal);
  await pause(stage.between(500, 2000));
  await server.restart();
  stage.mended();
}

async function reloadTwice(stage, ms) {
  for (const [from, to] of [
    [0.1, 0.3],
    [0.5, 0.7],
  ]) {
    await stage.reach(from, to);
    stage.mended();
    await stage.tab.evaluate((after) => globalThis.faults.sayAndReload(after), ms).catch(() => undefined);
  }
}

async function isNoticed({ tab, check }, since, limit) {
  const lost = await tab.hears('xmpp-status', { since, status: 'reconnecting', limit });
  check('noticed', !!lost, lost ? `after ${lost.at - since} ms` : `not within ${limit} ms`);
}

/** Loses the stream and has another, as fast as may be. BOSH goes on after a cut; not without its session. */
async function reconnect({ line, tab, way }) {
  const since = Date.now();
  if (way === 'bosh') line.answer(404, { times: 1 });
  else line.cut();
  await tab.hears('xmpp-disconnected', { since });
  line.mend();
  await tab.evaluate(() => void dispatchEvent(new Event('online')));
  await tab.hears('xmpp-connected', { since });
}

async function weigh(tab) {
  await tab.command('HeapProfiler.enable');
  await tab.command('HeapProfiler.collectGarbage');
  const { usedSize } = await tab.command('Runtime.getHeapUsage');
  await tab.command('Performance.enable');
  const { metrics } = await tab.command('Performance.getMetrics');
  return { heap: usedSize, listeners: metrics.find(({ name }) => name === 'JSEventListeners').value };
}

/** Runs in the page: whether every conversation holds what was said to both. */
async function heardByAll(jids) {
  const { sessionNamed } = await import('/dist/xmpp-elements.js');
  const { value } = (await sessionNamed().whole()).stores.conversations;
  return Object.values(jids).every((jid) => value.get(jid)?.entries.some(({ body }) => body === 'to both'));
}
