import { noChange } from 'lit';
import { Directive, directive, type ChildPart } from 'lit/directive.js';
import { clearPart, insertPart, removePart, setChildPartValue, setCommittedValue } from 'lit/directive-helpers.js';

type Of<T> = (item: T) => unknown;

/**
 * Renders items by their keys: what stays keeps its DOM, in the order of the items. As Lit's own `repeat`, which since
 * Lit 3.3.1 leaves a comment behind for each item that goes (github.com/lit/lit/issues/5298): after some thousand messages
 * to take one out of the list took longer than to draw it.
 */
class Keyed extends Directive {
  #parts: ReadonlyMap<unknown, ChildPart> = new Map();

  render(_items: readonly unknown[], _keyOf: Of<unknown>, _template: Of<unknown>): unknown {
    return noChange;
  }

  override update(container: ChildPart, [items, keyOf, template]: Parameters<Keyed['render']>): unknown {
    const before = this.#parts;
    // Of something else that was in this place nothing stays.
    if (!before.size) clearPart(container);
    const wanted = new Map(items.map((item) => [keyOf(item), item]));
    const left: ChildPart[] = [];
    for (const [key, part] of before) {
      if (wanted.has(key)) left.push(part);
      else remove(part);
    }
    const placed = new Set<ChildPart>();
    let next = 0;
    const parts = new Map<unknown, ChildPart>();
    for (const [key, item] of wanted) {
      while (placed.has(left[next] as ChildPart)) next += 1;
      const known = before.get(key);
      const part = known && known === left[next] ? known : insertPart(container, left[next], known);
      placed.add(part);
      setChildPartValue(part, template(item));
      parts.set(key, part);
    }
    this.#parts = parts;
    setCommittedValue(container, [...parts.values()]);
    return noChange;
  }
}

export const keyed = directive(Keyed) as <T>(items: readonly T[], keyOf: Of<T>, template: Of<T>) => unknown;

function remove(part: ChildPart): void {
  const { endNode } = part;
  removePart(part);
  (endNode as ChildNode | null)?.remove();
}
