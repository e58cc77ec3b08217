import { keyOf, read, rememberOf } from './kept.js';

/** A frame, and which way it went. What was heard is a string unless the server is none of ours. */
export type Word = { readonly said: string } | { readonly heard: unknown };

/** A guest's way in, begun while the code that knows it is still coming: nobody waits for both in a row. */
interface Way {
  readonly socket: WebSocket;
  readonly domain: string;
  /** What went over it so far: whoever takes it goes through that once more, and decides what it means. */
  readonly words: Word[];
}

export const early: { way?: Way | undefined } = {};

/** For so long somebody may come to take it, in ms. */
const PATIENCE = 60_000;

/**
 * Opens it for whoever connects first. On a tab's later pages the code is at hand, and what the last one showed is painted
 * first; and who is remembered is no guest.
 *
 * @param services as the page wrote them. If the first is no WebSocket's it is left alone, and told by whoever connects.
 * @param domain where they are a guest.
 * @param owner the session's name.
 */
export function openEarly(services: string, domain: string, owner: string): void {
  const service = /^\s*(wss?:\S+)/.exec(services)?.[1];
  const isPlain = /^[a-z\d.-]+$/.test(domain);
  const isNoGuest = rememberOf(owner) === 'device';
  if (!service || !isPlain || isNoGuest || early.way || read('sessionStorage', keyOf(owner, 'tab'))) return;
  try {
    const way: Way = { socket: new WebSocket(service, 'xmpp'), domain, words: [] };
    early.way = way;
    signIn(way);
    setTimeout(() => early.way === way && closeEarly(), PATIENCE);
  } catch {
    // It will be tried again, and told then.
  }
}

export function closeEarly(): void {
  early.way?.socket.close();
  early.way = undefined;
}

/** RFC 7395, RFC 4505 and RFC 6120 §7, as far as they go without a question, in Strophe's spelling; the rest waits. */
function signIn({ socket, domain, words }: Way): void {
  const ns = 'urn:ietf:params:xml:ns:xmpp-';
  const open = `<open to="${domain}" version="1.0" xmlns="${ns}framing"/>`;
  const next: [after: RegExp, said: string][] = [
    [/>ANONYMOUS</, `<auth mechanism="ANONYMOUS" xmlns="${ns}sasl"/>`],
    [/^<success/, open],
    [
      /"urn:ietf:params:xml:ns:xmpp-bind"/,
      `<iq id="bind" type="set" xmlns="jabber:client"><bind xmlns="${ns}bind"/></iq>`,
    ],
  ];
  const say = (said: string) => {
    socket.send(said);
    words.push({ said });
  };
  socket.onopen = () => say(open);
  socket.onmessage = ({ data }) => {
    words.push({ heard: data });
    if (next[0]?.[0].test(String(data))) say((next.shift() as (typeof next)[0])[1]);
  };
}
