import { Observable } from '../core/observable.js';
import type { DomainEvent } from '../protocol/events.js';

/**
 * What is true now of one subject. Changes in `apply` alone; values are plain data that nobody outside may change.
 *
 * Long collections grow in place, behind a wrapper that is replaced: a room of thousands or a history of ten thousand
 * costs the same per event as a small one, and `===` on the wrapper still tells whether something changed.
 */
export abstract class Store<T> extends Observable<T> {
  /** Folds one event in. Events of other subjects change nothing. */
  abstract apply(event: DomainEvent): void;
}
