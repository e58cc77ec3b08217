import { LitElement } from 'lit';
import type { Notices, Notify } from '../../src/controllers/notices.js';

/** An element that shows nothing: what its controllers ask of it and tell it is kept. */
export class TestHost extends LitElement {
  /** How often a render was asked for. */
  requests = 0;
  /** What controllers told, in order. */
  readonly told: [type: keyof Notices, detail: Notices[keyof Notices]][] = [];
  readonly notify: Notify = (type, detail) => this.told.push([type, detail]);

  override requestUpdate(...change: []): void {
    this.requests += 1;
    super.requestUpdate(...change);
  }

  /** The details of all notices of a type. */
  toldOf<Type extends keyof Notices>(type: Type): Notices[Type][] {
    return this.told.flatMap(([told, detail]) => (told === type ? [detail as Notices[Type]] : []));
  }
}

customElements.define('test-host', TestHost);

/** A host that is in the document until the test says otherwise. */
export function host(): TestHost {
  const element = new TestHost();
  document.body.append(element);
  return element;
}
