import { StanzaError } from '../../src/core/errors.js';
import type { FakeTransport } from './fake-transport.js';
import { stanza } from './stanza.js';

const MAM = 'urn:xmpp:mam:2';
const RSM = 'http://jabber.org/protocol/rsm';
const DISCO = 'http://jabber.org/protocol/disco#info';
const ACCOUNT = 'alice@example.org';

/** What an archive was asked. */
export interface ArchiveQuestion {
  readonly archive: string;
  readonly queryId: string;
  readonly with: string | undefined;
  /** What it was searched for. */
  readonly words: string | undefined;
  readonly max: number;
  readonly after: string | undefined;
  readonly before: string | undefined;
}

/** The archives (XEP-0313) of a server in the page: our account's, and those of rooms. */
export class FakeArchives {
  /** All that they were asked, in order. */
  readonly questions: ArchiveQuestion[] = [];
  /** The fields of their form beside those that every archive has. */
  fields: readonly string[] = [];
  /** How often they were asked for it. */
  formRequests = 0;
  /** While set, they answer so. */
  refusal: string | undefined;
  /** Happens between the results of a page and its end. */
  meanwhile: (() => void) | undefined;
  readonly #kept = new Map<string, { readonly id: string; readonly message: string }[]>();
  readonly #server: FakeTransport;

  /** @param archives whose there are. */
  constructor(server: FakeTransport, archives: readonly string[] = [ACCOUNT]) {
    this.#server = server;
    for (const archive of archives) this.#kept.set(archive, []);
    server.answers.set(DISCO, (iq) => this.#info(iq.getAttribute('to') ?? ''));
    server.answers.set(MAM, (iq) => this.#answer(iq));
    server.answers.set('urn:xmpp:carbons:2', () => '<iq xmlns="jabber:client" type="result"/>');
  }

  /** Keeps messages, named in the order of their coming. */
  keep(archive: string, ...messages: readonly (readonly [id: string, message: string])[]): void {
    this.#kept.get(archive)?.push(...messages.map(([id, message]) => ({ id, message })));
  }

  /** Throws away the first ones, up to one. */
  forget(archive: string, upTo: string): void {
    const kept = this.#kept.get(archive) ?? [];
    kept.splice(0, kept.findIndex(({ id }) => id === upTo) + 1);
  }

  #info(jid: string): string {
    if (!this.#kept.has(jid)) throw new StanzaError('item-not-found');
    return `<iq xmlns="jabber:client" type="result"><query xmlns="${DISCO}">
      <feature var="${MAM}"/><feature var="urn:xmpp:sid:0"/><feature var="urn:xmpp:occupant-id:0"/></query></iq>`;
  }

  #answer(iq: Element): string {
    const textOf = (name: string) => iq.getElementsByTagName(name)[0]?.textContent ?? undefined;
    if (iq.getAttribute('type') === 'get') return this.#form();
    const fieldOf = (...names: readonly string[]) =>
      [...iq.getElementsByTagName('field')].find((field) => names.includes(field.getAttribute('var') ?? ''))
        ?.textContent ?? undefined;
    const question: ArchiveQuestion = {
      archive: iq.getAttribute('to') ?? ACCOUNT,
      queryId: iq.firstElementChild?.getAttribute('queryid') ?? '',
      with: fieldOf('with'),
      words: fieldOf(...this.fields),
      max: Number(textOf('max')),
      after: textOf('after'),
      before: textOf('before'),
    };
    this.questions.push(question);
    if (this.refusal) throw new StanzaError(this.refusal);
    const { page, isComplete } = this.#pageFor(question);
    for (const { id, message } of page) this.#server.receive(archiveResult(question, id, message));
    this.meanwhile?.();
    const ends = page.length ? `<first>${page[0]?.id}</first><last>${page.at(-1)?.id}</last>` : '';
    return `<iq xmlns="jabber:client" type="result"><fin xmlns="${MAM}"${isComplete ? ' complete="true"' : ''}>
      <set xmlns="${RSM}">${ends}</set></fin></iq>`;
  }

  #form(): string {
    this.formRequests += 1;
    if (this.refusal) throw new StanzaError(this.refusal);
    const fields = ['with', 'start', 'end', ...this.fields].map((name) => `<field type="text-single" var="${name}"/>`);
    return `<iq xmlns="jabber:client" type="result"><query xmlns="${MAM}"><x xmlns="jabber:x:data" type="form">
      <field type="hidden" var="FORM_TYPE"><value>${MAM}</value></field>${fields.join('')}</x></query></iq>`;
  }

  #pageFor({ archive, with: other, words, max, after, before }: ArchiveQuestion) {
    const kept = (this.#kept.get(archive) ?? []).map((item, place) => ({ ...item, place }));
    const placeOf = (wanted: string) => {
      const found = kept.find(({ id }) => id === wanted);
      if (!found) throw new StanzaError('item-not-found');
      return found.place;
    };
    const [first, end] = [after === undefined ? 0 : placeOf(after) + 1, before ? placeOf(before) : kept.length];
    const hasWords = (message: Element) => !words || message.textContent.toLowerCase().includes(words.toLowerCase());
    const asked = kept
      .slice(first, end)
      .filter(({ message }) => (!other || isWith(stanza(message), other)) && hasWords(stanza(message)));
    return { page: after === undefined ? asked.slice(-max) : asked.slice(0, max), isComplete: asked.length <= max };
  }
}

/** A result as the archive that was asked gives it. */
export function archiveResult(
  { archive, queryId }: Pick<ArchiveQuestion, 'archive' | 'queryId'>,
  id: string,
  message: string,
  stamp = '2026-10-31T08:00:00Z',
): string {
  return `<message xmlns="jabber:client" from="${archive}" to="${ACCOUNT}/test"><result xmlns="${MAM}" queryid="${queryId}" id="${id}">
    <forwarded xmlns="urn:xmpp:forward:0"><delay xmlns="urn:xmpp:delay" stamp="${stamp}"/>${message}</forwarded></result></message>`;
}

function isWith(message: Element, other: string): boolean {
  const isOf = (jid: string | null) => jid === other || !!jid?.startsWith(`${other}/`);
  return isOf(message.getAttribute('from')) || isOf(message.getAttribute('to'));
}

/** What bob says to us, or under another `from` somebody else; `archiveId` is what our archive calls it, where it says so. */
export function chatFrom(from: string, body: string, { id = body, to = ACCOUNT, archiveId = '' } = {}): string {
  return `<message xmlns="jabber:client" type="chat" from="${from}" to="${to}" id="${id}"><body>${body}</body>${
    archiveId && `<stanza-id xmlns="urn:xmpp:sid:0" by="${ACCOUNT}" id="${archiveId}"/>`
  }</message>`;
}
