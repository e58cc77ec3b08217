import { expect } from '@open-wc/testing';

/** Elements that nobody but us may put on a page, and that we never do for what others send. */
const ELEMENTS = 'script, iframe, object, embed, img, picture, video, audio, source, link, meta, base, frame, portal';
/** Where a link may lead. */
const SCHEMES = /^(?:https?|mailto|xmpp|geo|tel):/;

/** Every watch of the test that runs. */
const watches = new Set<HarmWatch>();

afterEach(() => {
  for (const watch of watches) watch.end();
  watches.clear();
});

/** None of the pages of this test took harm. */
export function expectNoHarm(): void {
  for (const watch of watches) watch.expectNone();
}

/** Notes all that must never happen on a page, from its beginning to the end of the test. */
export class HarmWatch {
  /** What the page shows. */
  readonly elements: Element[] = [];
  readonly #faults: string[] = [];
  readonly #shared = sharedNames();
  readonly #stop = new AbortController();

  constructor() {
    watches.add(this);
    const { signal } = this.#stop;
    addEventListener('error', ({ message }) => this.#faults.push(message), { signal });
    addEventListener('unhandledrejection', ({ reason }) => this.#faults.push(String(reason)), { signal });
  }

  /** For a `Logger`: a module that threw is a fault too, though nobody saw it. */
  readonly log = {
    debug: (): void => undefined,
    warn: (message: string, ...details: unknown[]): void =>
      void this.#faults.push([message, ...details.map(String)].join(' ')),
  };

  /** No exception, nothing shared changed, nothing but text and harmless links in these elements. */
  expectNone(): void {
    expect(this.#faults).to.deep.equal([]);
    expect(sharedNames()).to.deep.equal(this.#shared);
    for (const element of this.elements) expectHarmless(element);
  }

  end(): void {
    this.#stop.abort();
  }
}

/** Whatever is in an element is text, and links to where links may lead. */
export function expectHarmless(element: Element): void {
  for (const node of nodesOf(element)) {
    expect(node.matches(ELEMENTS), `<${node.localName}>`).to.equal(false);
    for (const { name, value } of node.attributes) {
      expect(name, `attribute ${name} of <${node.localName}>`).not.to.match(/^on|^src/);
      // The colours of a name, the place in a list; nothing that others wrote.
      if (name === 'style')
        expect(value).to.match(
          /^(?:(?:--_(?:light|dark): ?rgb\([\d ]+\)|(?:inset-block-start|block-size): ?\d+px);? ?)*$/,
        );
      if (/^(?:href|action|formaction|xlink:href)$/.test(name)) expect(value).to.match(SCHEMES);
    }
  }
}

/** An element and all in it, shadow trees included. */
export function nodesOf(root: Element): Element[] {
  const inside = [...(root.shadowRoot?.querySelectorAll('*') ?? []), ...root.querySelectorAll('*')];
  return [root, ...inside.flatMap((node) => (node.shadowRoot ? nodesOf(node) : [node]))];
}

/** What every object on the page has. */
function sharedNames(): readonly PropertyKey[] {
  return [Object.prototype, Array.prototype, Function.prototype, String.prototype].flatMap((shared) =>
    Reflect.ownKeys(shared),
  );
}
