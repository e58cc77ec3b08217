/**
 * `xmpp-elements.loader.js`: instead of the script, where a chat is for few of a page's visitors. It holds the elements'
 * places, and fetches the script once one of them nears the view, is opened by its button or by the page, or once the
 * visitor has been online in this tab or stays signed in. Until then nothing is requested.
 */

const TAGS = ['xmpp-login', 'xmpp-chat', 'xmpp-room'];
const ELEMENTS = TAGS.join();
/** How far below or above the view an element may be to be fetched. */
const NEAR = '400px';

/** Without the words of the elements themselves: those come with them. */
const WORDS: Readonly<Record<string, string>> = {
  ar: 'فتح المحادثة',
  de: 'Chat öffnen',
  en: 'Open chat',
  fr: 'Ouvrir la discussion',
};

// The place, the colours and the size of what will stand here.
const LOOK = `:host{color-scheme:light dark;box-sizing:border-box;display:block;
background:var(--xmpp-bg,light-dark(#fff,#13151b));border:1px solid var(--xmpp-border,light-dark(#e1e4ea,#2a2f3a));
border-radius:var(--xmpp-radius,14px)}:host([hidden]){display:none!important}
:host([theme=light]){color-scheme:light}:host([theme=dark]){color-scheme:dark}
:host(:is(xmpp-chat,xmpp-room)){block-size:384px}:host(xmpp-login){max-inline-size:400px;min-block-size:200px}
:host([launcher]){position:fixed;display:flex;flex-direction:column-reverse;pointer-events:none;z-index:var(--xmpp-launcher-layer,1000);border:0;background:none;
inset-block-end:calc(var(--xmpp-launcher-offset,20px) + env(safe-area-inset-bottom,0px));
inset-inline-end:var(--xmpp-launcher-offset,20px);inline-size:var(--_size);block-size:var(--_size);
--_size:var(--xmpp-launcher-size,56px)}
button{display:grid;flex:none;place-content:center;align-self:end;box-sizing:border-box;inline-size:var(--_size);block-size:var(--_size);padding:0;pointer-events:auto;cursor:pointer;
border:1px solid transparent;border-radius:50%;background:var(--xmpp-accent,light-dark(#3a57e8,#93a5ff));
color:var(--xmpp-on-accent,light-dark(#fff,#10131c));
box-shadow:var(--xmpp-shadow,0 1px 2px light-dark(rgb(16 20 30/.06),rgb(0 0 0/.4)),0 8px 24px light-dark(rgb(16 20 30/.08),rgb(0 0 0/.35)))}
button:hover{filter:brightness(1.08)}
button:focus-visible{outline:2px solid var(--xmpp-accent,light-dark(#3a57e8,#93a5ff));outline-offset:2px}
button[aria-busy=true]{opacity:.7}
.icon{inline-size:calc(var(--_size)*.46);block-size:calc(var(--_size)*.46);fill:none;stroke:currentColor;stroke-width:1.8;
stroke-linecap:round;stroke-linejoin:round}
@media(forced-colors:active){button{border-color:ButtonText}}`;
const BUBBLE =
  'M12 4c5 0 9 3.1 9 7.2s-4 7.2-9 7.2c-.9 0-1.8-.1-2.6-.3L5 20.5l.8-3.6C4 15.6 3 13.5 3 11.2 3 7.1 7 4 12 4Z';

const SVG = 'http://www.w3.org/2000/svg';

const look = new CSSStyleSheet();
look.replaceSync(LOOK);
/** The elements whose place is kept, and the buttons that stand there. */
const held = new Map<Element, HTMLButtonElement | undefined>();
let loading: Promise<unknown> | undefined;

const watchView = new IntersectionObserver(
  (seen) => seen.some(({ isIntersecting }) => isIntersecting) && loadByItself(),
  { rootMargin: NEAR },
);
const watchPage = new MutationObserver((changes) => {
  holdAll();
  for (const { target } of changes) if (held.has(target as Element)) watch(target as Element);
});

/** Fetches the script now. Resolves when the elements are defined; where it cannot be had, the next call tries again. */
export function load(): Promise<unknown> {
  return (loading ??= import(address()).then(handOver, (error: unknown) => {
    loading = undefined;
    throw error;
  }));
}

/** How often it was tried. */
let tries = 0;

/** Browsers remember a module that they could not have for as long as the page lives, and ask again under another address. */
function address(): string {
  const { href } = new URL('xmpp-elements.js', import.meta.url);
  return (tries += 1) > 1 ? `${href}#${tries}` : href;
}

function loadByItself(): void {
  load().catch(() => undefined); // Somebody comes near again, presses the button, or the network is back.
}

function handOver(): void {
  watchView.disconnect();
  watchPage.disconnect();
  removeEventListener('online', holdAgain);
  for (const [element, button] of held) void replace(element, button);
}

/** The element's own button takes the place of ours, and what was asked of that. */
async function replace(element: Element, button: HTMLButtonElement | undefined): Promise<void> {
  if (!button) return;
  await (element as Element & { readonly updateComplete: Promise<boolean> }).updateComplete;
  const hasFocus = element.shadowRoot?.activeElement === button;
  const isPressed = button.ariaBusy === 'true';
  button.remove();
  const own = element.shadowRoot?.querySelector<HTMLElement>('.launcher');
  if (isPressed && own?.ariaExpanded === 'false') own.click();
  else if (hasFocus) own?.focus();
}

/** There is a network again: what is near is fetched. */
function holdAgain(): void {
  for (const element of held.keys()) {
    watchView.unobserve(element);
    watch(element);
  }
}

function holdAll(): void {
  for (const element of document.querySelectorAll(ELEMENTS)) {
    if (held.has(element)) continue;
    held.set(element, keepPlace(element));
    watch(element);
  }
}

/** Fetches for an element whose button was pressed, by somebody or the page; for another one once it nears the view. */
function watch(element: Element): void {
  if (!element.hasAttribute('launcher')) watchView.observe(element);
  else if (element.hasAttribute('open') || held.get(element)?.ariaBusy === 'true') loadByItself();
}

/** The room that the element will take; returns the button that stands for the one that will open it. */
function keepPlace(element: Element): HTMLButtonElement | undefined {
  // The page has written one of its own (declarative shadow DOM).
  if (element.shadowRoot) return undefined;
  const root = element.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [look];
  if (!element.hasAttribute('launcher')) return undefined;
  const button = document.createElement('button');
  const lang = (element.closest('[lang]')?.getAttribute('lang') || navigator.language).slice(0, 2).toLowerCase();
  button.className = 'launcher';
  button.part.add('launcher');
  button.ariaLabel = WORDS[lang] ?? (WORDS.en as string);
  button.ariaHasPopup = 'dialog';
  button.ariaExpanded = 'false';
  const picture = document.createElementNS(SVG, 'svg');
  picture.setAttribute('class', 'icon');
  picture.setAttribute('viewBox', '0 0 24 24');
  picture.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', BUBBLE);
  picture.append(path);
  button.append(picture);
  button.addEventListener('click', () => {
    button.ariaBusy = 'true';
    // Pressed again, it tries again.
    load().catch(() => (button.ariaBusy = null));
  });
  root.append(button);
  return button;
}

/** Whoever has been online in this tab, or stays signed in, is so here too: others must not see them leave. */
function isReturning(): boolean {
  try {
    const isOurs = (key: string) => key.startsWith('xmpp-elements:');
    const isSignedIn = (key: string) => isOurs(key) && key.endsWith(':account');
    return Object.keys(sessionStorage).some(isOurs) || Object.keys(localStorage).some(isSignedIn);
  } catch {
    return false; // Switched off by the visitor.
  }
}

if (TAGS.some((tag) => !customElements.get(tag))) {
  holdAll();
  watchPage.observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['open'],
  });
  addEventListener('online', holdAgain);
  if (isReturning()) loadByItself();
}
