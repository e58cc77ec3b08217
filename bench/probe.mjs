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
    elements: () => elementsIn(document),
    look,
  };
  let seen = -1;

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

  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) bench.longestTask = Math.max(bench.longestTask, duration);
  }).observe({ type: 'longtask', buffered: true });
  onFrame();
  globalThis.bench = bench;
}
