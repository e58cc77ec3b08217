import { ConnectionError } from '../core/errors.js';
import type { FormAnswers } from '../protocol/xep-0004-forms.js';
import {
  offersRegistration,
  readRegistration,
  registration,
  registrationQuestion,
  type RegistrationForm,
} from '../protocol/xep-0077-registration.js';
import type { Transport, Visit } from '../transport/transport.js';

/** Makes an account (XEP-0077), on a stream of its own on which nobody signs in. Keeps nothing of what somebody wrote. */
export class Registration {
  readonly #transport: Transport;
  readonly #services: readonly string[];
  #round = new AbortController();
  #visit: Visit | undefined;

  constructor(transport: Transport, services: readonly string[]) {
    this.#transport = transport;
    this.#services = services;
  }

  /**
   * Asks a server what it wants to know.
   *
   * @throws {ConnectionError} `feature-not-implemented`: it makes no accounts; or as `Transport.visit`.
   * @throws {StanzaError} it would not say.
   */
  async ask(domain: string): Promise<RegistrationForm> {
    this.end();
    const { signal } = (this.#round = new AbortController());
    const visit = await this.#transport.visit({ domain, services: this.#services, signal });
    if (signal.aborted) visit.end();
    signal.throwIfAborted();
    this.#visit = visit;
    if (!offersRegistration(visit.features)) throw new ConnectionError('feature-not-implemented');
    return readRegistration(await visit.request(registrationQuestion(domain)));
  }

  /**
   * Makes the account, with what somebody wrote into a form of `ask`.
   *
   * @throws {StanzaError} `conflict`: the user name is taken; `not-acceptable`, or why else not.
   */
  async submit(domain: string, form: RegistrationForm, answers: FormAnswers): Promise<void> {
    // Whoever thinks for long about a password has outlasted the server's patience: what is hidden in a form may be new.
    const isFresh = this.#visit && !this.#visit.isOver;
    const latest = isFresh ? form : await this.ask(domain);
    if (!this.#visit) throw new ConnectionError('offline');
    await this.#visit.request(registration(domain, latest, answers));
    this.end();
  }

  end(): void {
    this.#round.abort(new ConnectionError('offline'));
    this.#visit?.end();
    this.#visit = undefined;
  }
}
