import { keyOf, read, rememberOf } from './kept.js';

/** A frame (RFC 7395), and which way it went. What was received is a string unless the server speaks something else. */
export type Frame = { readonly sent: string } | { readonly received: unknown };

/** A guest's stream, begun while the code that knows streams is still coming: nobody waits for both in a row. */
export interface EarlyStream {
  readonly socket: WebSocket;
  readonly domain: string;
  /** What went over it so far: whoever takes it goes through that once more, and decides what it means. */
  readonly frames: Frame[];
}

export const early: { stream?: EarlyStream | undefined } = {};

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
  const isRemembered = rememberOf(owner) === 'device';
  if (!service || !isPlain || isRemembered || early.stream || read('sessionStorage', keyOf(owner, 'tab'))) return;
  try {
    const stream: EarlyStream = { socket: new WebSocket(service, 'xmpp'), domain, frames: [] };
    early.stream = stream;
    signIn(stream);
    setTimeout(() => early.stream === stream && closeEarly(), PATIENCE);
  } catch {
    // It will be tried again, and told then.
  }
}

/** Nobody takes it. */
export function closeEarly(): void {
  early.stream?.socket.close();
  early.stream = undefined;
}

/** RFC 7395, RFC 4505 and RFC 6120 §7, as far as they go without a question, in Strophe's spelling; the rest waits. */
function signIn({ socket, domain, frames }: EarlyStream): void {
  const ns = 'urn:ietf:params:xml:ns:xmpp-';
  const open = `<open to="${domain}" version="1.0" xmlns="${ns}framing"/>`;
  const next: [after: RegExp, frame: string][] = [
    [/>ANONYMOUS</, `<auth mechanism="ANONYMOUS" xmlns="${ns}sasl"/>`],
    [/^<success/, open],
    [/:xmpp-bind['"]/, `<iq id="bind" type="set" xmlns="jabber:client"><bind xmlns="${ns}bind"/></iq>`],
  ];
  const send = (frame: string) => {
    socket.send(frame);
    frames.push({ sent: frame });
  };
  socket.onopen = () => send(open);
  socket.onmessage = ({ data }) => {
    frames.push({ received: data });
    const [after, frame] = next[0] ?? [];
    if (!frame || !after?.test(String(data))) return;
    next.shift();
    send(frame);
  };
}
