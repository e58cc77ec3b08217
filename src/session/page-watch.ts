/** Several events tell of one waking: what comes within this time, in ms, is the same. */
const BURST = 1000;

/**
 * Tells what the browser notices of the page: that it woke or got a network, once however many events say so, and
 * whether anybody looks at it. Returns the way out.
 */
export function watchPage(onWake: () => void, onActive: (isActive: boolean) => void): () => void {
  let last = -Infinity;
  const wake = () => {
    const now = performance.now();
    if (now - last < BURST) return;
    last = now;
    onWake();
  };
  const onVisibility = () => {
    const isVisible = document.visibilityState === 'visible';
    onActive(isVisible);
    if (isVisible) wake();
  };
  const onShow = ({ persisted }: PageTransitionEvent) => {
    if (persisted) wake();
  };
  addEventListener('online', wake);
  addEventListener('pageshow', onShow);
  document.addEventListener('visibilitychange', onVisibility);
  document.addEventListener('resume', wake);
  onActive(document.visibilityState === 'visible');
  return () => {
    removeEventListener('online', wake);
    removeEventListener('pageshow', onShow);
    document.removeEventListener('visibilitychange', onVisibility);
    document.removeEventListener('resume', wake);
  };
}
