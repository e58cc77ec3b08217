import { stub } from 'sinon';
import { StanzaError } from '../../src/core/errors.js';
import type { FakeTransport } from './fake-transport.js';

const ITEMS = 'http://jabber.org/protocol/disco#items';
const INFO = 'http://jabber.org/protocol/disco#info';
const NS_UPLOAD = 'urn:xmpp:http:upload:0';
const NS_DATA = 'jabber:x:data';

/** What a page puts somewhere by HTTP; ends as the test says. Stands for the browser's own. */
class FakeRequest {
  readonly upload: { onprogress?: (event: { loaded: number }) => void } = {};
  status = 0;
  onload?: () => void;
  onerror?: () => void;
  onabort?: () => void;
  method = '';
  url = '';
  readonly headers: [name: string, value: string][] = [];
  /** What is sent; `undefined` before, and once it is over. */
  body: File | undefined;

  open(method: string, url: string): void {
    [this.method, this.url] = [method, url];
  }

  setRequestHeader(name: string, value: string): void {
    this.headers.push([name, value]);
  }

  send(body: File): void {
    this.body = body;
  }

  abort(): void {
    if (this.#end()) this.onabort?.();
  }

  /** So many bytes have gone. */
  progress(loaded: number): void {
    this.upload.onprogress?.({ loaded });
  }

  answer(status = 201): void {
    this.status = status;
    if (this.#end()) this.onload?.();
  }

  /** The line breaks. */
  fail(): void {
    if (this.#end()) this.onerror?.();
  }

  #end(): boolean {
    const isOpen = !!this.body;
    this.body = undefined;
    return isOpen;
  }
}

/** An upload service (XEP-0363) of a server in the page. `restore()` of sinon gives the browser its own back. */
export class FakeUploads {
  /** What was put, or is being put, in order. */
  readonly puts: FakeRequest[] = [];
  /** The files for which a place was asked. */
  readonly asked: Record<string, string>[] = [];
  /** While set, it gives no place. */
  refusal: string | undefined;
  /** The place that it gives for a file. */
  slotFor = (name: string) => ({ put: `https://upload.example.org/put/${name}`, get: addressOf(name) });

  constructor(server: FakeTransport, { maxFileSize = 1000 } = {}) {
    server.answers.set(
      ITEMS,
      () => `<iq xmlns="jabber:client" type="result"><query xmlns="${ITEMS}">
        <item jid="rooms.example.org"/><item jid="upload.example.org"/></query></iq>`,
    );
    server.answers.set(INFO, (iq) => infoOf(iq.getAttribute('to') ?? '', maxFileSize));
    server.answers.set(NS_UPLOAD, (iq) => this.#slot(iq.firstElementChild as Element));
    const { puts } = this;
    stub(window, 'XMLHttpRequest').value(
      class extends FakeRequest {
        override send(body: File): void {
          super.send(body);
          puts.push(this);
        }
      },
    );
  }

  #slot(request: Element): string {
    this.asked.push(Object.fromEntries([...request.attributes].map(({ name, value }) => [name, value])));
    if (this.refusal) throw new StanzaError(this.refusal);
    const { put, get } = this.slotFor(encodeURIComponent(request.getAttribute('filename') ?? ''));
    return `<iq xmlns="jabber:client" type="result"><slot xmlns="${NS_UPLOAD}">
      <put url="${put}"><header name="Authorization">Bearer 1</header></put><get url="${get}"/></slot></iq>`;
  }
}

/** Where a file is found that was put there. */
export const addressOf = (name: string) => `https://upload.example.org/get/${name}`;

function infoOf(jid: string, maxFileSize: number): string {
  if (!['example.org', 'rooms.example.org', 'upload.example.org'].includes(jid))
    throw new StanzaError('item-not-found');
  const isUpload = jid.startsWith('upload.');
  return `<iq xmlns="jabber:client" type="result"><query xmlns="${INFO}">${
    isUpload
      ? `<feature var="${NS_UPLOAD}"/><x xmlns="${NS_DATA}" type="result">
          <field var="FORM_TYPE"><value>${NS_UPLOAD}</value></field>
          <field var="max-file-size"><value>${maxFileSize}</value></field></x>`
      : ''
  }</query></iq>`;
}

/** A file of so many bytes. */
export function fileOf(name: string, size = 10, type = 'text/plain'): File {
  return new File(['x'.repeat(size)], name, { type });
}
