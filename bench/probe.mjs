/**
 * Runs inside the page, before its own scripts: notes when which message was on screen. Once a frame it looks, in a task
 * that comes right after the frame is painted; a task of normal priority would wait behind WebSocket frames and measure
 * those instead.
 */
export function probe(look) {
  const now = () => performance.timeOrigin + performance.now();
  const waiting = new Map();
  const bench = {
    /** [number of the newest message, when it was painted], in order. */
    painted: [],
    usableAt: undefined,
    /** When a socket was first open. */
    socketAt: undefined,
    /** From each keypress to the paint of what it wrote, in ms. */
    keypresses: [],
    longestTask: 0,
    /** From here on it is about what comes, not about the load of the page. */
    forgetTasks: () => void (bench.longestTask = 0),
    /** Resolves with the time at which a message, or a later one, was painted. */
    whenPainted: (number) =>
      new Promise((resolve) => {
        const known = bench.painted.find(([newest]) => newest >= number);
        if (known) resolve(known[1]);
        else waiting.set(number, resolve);
      }),
    whenUsable: (expected = true) =>
      new Promise((resolve) => {
        const check = () => (look.isUsable() === expected ? resolve(now()) : requestAnimationFrame(check));
        check();
      }),
    /** Resolves with as whom the page is online. */
    whenKnown: async () => {
      for (;;) {
        const jid = await look.identity();
        if (jid) return jid;
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    },
    elements: () => elementsIn(document),
    /** Scrolls up for so many ms: how many frames a second there were, and how long the longest took. */
    scroll: (duration) =>
      new Promise((resolve) => {
        const box = look.box();
        const start = performance.now();
        const times = [];
        const step = (at) => {
          times.push(at);
          box.scrollTop -= 60;
          if (at - start < duration) return requestAnimationFrame(step);
          const gaps = times.slice(1).map((time, index) => time - times[index]);
          resolve({ perSecond: (gaps.length / (at - times[0])) * 1000, longest: Math.max(...gaps) });
        };
        requestAnimationFrame(step);
      }),
    look,
  };
  let seen = -1;
  let pressedAt;

  function onFrame() {
    requestAnimationFrame(onFrame);
    scheduler.postTask(onPainted, { priority: 'user-blocking' });
  }

  function onPainted() {
    if (!bench.usableAt && look.isUsable()) bench.usableAt = now();
    const number = Number(/#(\d+) /.exec(look.newest() ?? '')?.[1] ?? -1);
    if (number <= seen) return;
    seen = number;
    const at = now();
    bench.painted.push([number, at]);
    for (const [wanted, resolve] of waiting) {
      if (wanted > number) continue;
      waiting.delete(wanted);
      resolve(at);
    }
  }

  function elementsIn(root) {
    let count = 0;
    for (const element of root.querySelectorAll('*'))
      count += 1 + (element.shadowRoot ? elementsIn(element.shadowRoot) : 0);
    return count;
  }

  function onInput() {
    const since = pressedAt;
    if (since === undefined) return;
    pressedAt = undefined;
    const onFrame = () => bench.keypresses.push(performance.now() - since);
    requestAnimationFrame(() => scheduler.postTask(onFrame, { priority: 'user-blocking' }));
  }

  addEventListener('keydown', ({ timeStamp }) => (pressedAt = timeStamp), { capture: true });
  addEventListener('input', onInput, { capture: true });
  globalThis.WebSocket = class extends WebSocket {
    constructor(...args) {
      super(...args);
      this.addEventListener('open', () => (bench.socketAt ??= now()));
    }
  };
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) bench.longestTask = Math.max(bench.longestTask, duration);
  }).observe({ type: 'longtask', buffered: true });
  onFrame();
  globalThis.bench = bench;
}
