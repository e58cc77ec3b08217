/** Several events tell of one waking: what comes within this time, in ms, is the same. */
const BURST = 1000;

export interface PageWatcher {
  /** The page woke, or got a network. */
  onWake(): void;
  /** Whether anybody looks at it. */
  onActive(isActive: boolean): void;
  /** It came back as it was (bfcache). */
  onShow(): void;
  /** Nobody sees it any more, and it may end without another word; or it ends now. */
  onHide(isEnd: boolean): void;
}

/** Tells what the browser notices of the page; of a waking once, however many events say so. Returns the way out. */
export function watchPage({ onWake, onActive, onShow, onHide }: PageWatcher): () => void {
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
    else onHide(false);
  };
  const onPageShow = ({ persisted }: PageTransitionEvent) => {
    if (!persisted) return;
    onShow();
    wake();
  };
  const onPageHide = () => onHide(true);
  addEventListener('online', wake);
  addEventListener('pageshow', onPageShow);
  addEventListener('pagehide', onPageHide);
  document.addEventListener('visibilitychange', onVisibility);
  document.addEventListener('resume', wake);
  onActive(document.visibilityState === 'visible');
  return () => {
    removeEventListener('online', wake);
    removeEventListener('pageshow', onPageShow);
    removeEventListener('pagehide', onPageHide);
    document.removeEventListener('visibilitychange', onVisibility);
    document.removeEventListener('resume', wake);
  };
}
