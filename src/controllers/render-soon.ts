import type { ReactiveControllerHost } from 'lit';

/** It is a flood after so many renders in a row that were … */
const FLOOD = 3;
/** … for so many changes each. */
const MANY = 5;
/** Then so many ms lie between two renders, at least: nobody reads more pictures a second, and the page has time for its reader. */
const BREATH = 40;
/** A hidden page has no frames, but its title or badge may still show what we know: after so many ms. */
const HIDDEN = 200;

/** Those that render with the next frame, and how many changes were the reason. */
const stale = new Set<ReactiveControllerHost>();
let changes = 0;
let cancelNext: (() => void) | undefined;
let renderedAt = 0;
let rendersInFlood = 0;

/** Renders a host with the next frame, or with one soon after it. */
export function renderSoon(host: ReactiveControllerHost): void {
  stale.add(host);
  changes += 1;
  if (cancelNext) return;
  const render = () => {
    rendersInFlood = changes < MANY ? 0 : rendersInFlood + 1;
    changes = 0;
    renderedAt = performance.now();
    cancelNext?.();
    cancelNext = undefined;
    for (const host of stale) {
      stale.delete(host);
      host.requestUpdate();
    }
  };
  const onFrame = () => {
    if (rendersInFlood >= FLOOD && performance.now() - renderedAt < BREATH) frame = requestAnimationFrame(onFrame);
    else render();
  };
  let frame = requestAnimationFrame(onFrame);
  const timer = setTimeout(render, HIDDEN);
  cancelNext = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}

/** It has left the document. */
export function forgetRender(host: ReactiveControllerHost): void {
  stale.delete(host);
  if (stale.size) return;
  changes = 0;
  cancelNext?.();
  cancelNext = undefined;
}
