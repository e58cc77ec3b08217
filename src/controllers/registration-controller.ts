import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { XmppError } from '../core/errors.js';
import type { XmppSession } from '../session/session.js';

type Registration = Awaited<ReturnType<XmppSession['registration']>>;
/** What a server wants to know of whoever wants an account. */
export type RegistrationForm = Awaited<ReturnType<Registration['ask']>>;

/** Makes an account for whoever has none: what a server asks, and what it says to the answers. */
export class RegistrationController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #session: XmppSession;
  #registration: Registration | undefined;
  /** Of the question or answer under way. */
  #round: object | undefined;
  #domain: string | undefined;
  #form: RegistrationForm | undefined;
  #error: XmppError | undefined;

  constructor(host: ReactiveControllerHost, session: XmppSession) {
    this.#host = host;
    this.#session = session;
    host.addController(this);
  }

  /** A server is asked, or told. */
  get isBusy(): boolean {
    return !!this.#round;
  }

  /** What went wrong last, until the next try. */
  get error(): XmppError | undefined {
    return this.#error;
  }

  /** What a server wants to know, once it has said so. */
  formOf(domain: string | undefined): RegistrationForm | undefined {
    return domain === this.#domain ? this.#form : undefined;
  }

  /** Asks a server what it wants to know. Tells whether it has said so. */
  ask(domain: string): Promise<boolean> {
    return this.#try(async (registration) => {
      this.#domain = domain;
      this.#form = undefined;
      this.#form = await registration.ask(domain);
    });
  }

  /** Tells the server all of it. Tells whether there is an account now. */
  submit(answers: Parameters<Registration['submit']>[2]): Promise<boolean> {
    const [domain, form] = [this.#domain, this.#form];
    return this.#try(async (registration) => {
      if (domain && form) await registration.submit(domain, form, answers);
    });
  }

  /** Nobody wants an account any more. */
  end(): void {
    this.hostDisconnected();
    this.#host.removeController(this);
  }

  hostDisconnected(): void {
    this.#round = undefined;
    this.#registration?.end();
  }

  async #try(work: (registration: Registration) => Promise<void>): Promise<boolean> {
    const round = (this.#round = {});
    this.#error = undefined;
    this.#host.requestUpdate();
    try {
      await work((this.#registration ??= await this.#session.registration()));
    } catch (error) {
      if (round === this.#round) this.#error = asXmppError(error);
    }
    if (round !== this.#round) return false;
    this.#round = undefined;
    this.#host.requestUpdate();
    return !this.#error;
  }
}

function asXmppError(error: unknown): XmppError {
  if (error instanceof XmppError) return error;
  return new XmppError('service-unreachable', String(error), { cause: error });
}
