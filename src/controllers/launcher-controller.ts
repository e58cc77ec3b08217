import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { keepOpen, recallOpen } from '../session/open-memory.js';

/** An element that a button opens. */
export interface LauncherHost extends ReactiveControllerHost {
  open: boolean;
  readonly session: string;
}

/** Whether a conversation is open that opens from a button: as it was on the page before, in this tab. */
export class LauncherController implements ReactiveController {
  readonly #host: LauncherHost;
  readonly #place: string;
  #isOpen: boolean | undefined;

  /** @param place what tells it from others of the same session: the contact, or the room. */
  constructor(host: LauncherHost, place: string) {
    this.#host = host;
    this.#place = place;
    this.#isOpen = recallOpen(host.session, place);
    host.open ||= !!this.#isOpen;
    host.addController(this);
  }

  /** Somebody has opened it, on this page or on one before. */
  get wasOpened(): boolean {
    return this.#isOpen !== undefined;
  }

  hostUpdated(): void {
    const { open, session } = this.#host;
    if (open === !!this.#isOpen) return;
    this.#isOpen = open;
    keepOpen(session, this.#place, open);
  }
}
