/** What a scripted server does, in this order. */
export type Step =
  /** Waits for a frame with this text in it. */
  | { readonly expect: string }
  /** `{{id}}` is the id of the last `<iq>` that came. */
  | { readonly send: string }
  /** Waits for the opening of a stream and answers it with these features. */
  | { readonly features: string }
  | { readonly scram: ScramFaults }
  /** Signs in by a FAST token (XEP-0484); `inline` is what stands in `<success/>` beside the proof. */
  | { readonly token: { readonly token: string; readonly inline: string; readonly proof?: string } }
  /** Binds to this JID. */
  | { readonly bind: string }
  | { readonly close: true }
  | { readonly drop: true };

/** SCRAM as it should be, but for what is said here. */
export interface ScramFaults {
  readonly password?: string;
  readonly iterations?: number;
  readonly isForeignNonce?: boolean;
  readonly signature?: string;
  /** Instead of the element that has the signature. */
  readonly success?: string;
  /** The signature comes in a second challenge. */
  readonly challengeTwice?: boolean;
  /** In base64; another one each time unless told. */
  readonly salt?: string;
  /** By SASL2 (XEP-0388), with this in `<success/>` beside the proof. */
  readonly inline?: string;
}

export interface HttpAnswer {
  readonly status?: number;
  readonly type?: string;
  readonly body?: string;
  /** Keeps the request open. */
  readonly never?: true;
  /** Comes a moment after the answer to the next request. */
  readonly isLate?: true;
}

/** The stream that a test's client has with its scripted server; of several, the last. */
export interface ScriptedServer {
  readonly websocket: string;
  readonly bosh: string;
  send(frame: string): Promise<void>;
  /** The next frame from the client that has this text in it. */
  next(text: string): Promise<string>;
  run(...steps: readonly Step[]): Promise<void>;
  close(): Promise<void>;
  drop(): Promise<void>;
  /** Answers the next BOSH requests with these. */
  answer(...answers: readonly HttpAnswer[]): Promise<void>;
  /** All that ever came from the client. */
  received(): Promise<readonly string[]>;
  streams(): Promise<number>;
}

/** Starts a server that plays the first script for the first stream, the second for the second and so on. */
export async function scriptedServer(...scripts: readonly (readonly Step[])[]): Promise<ScriptedServer> {
  const { id, port } = (await order('', { scripts })) as { id: string; port: number };
  const verb = <T>(name: string, details: object = {}) => order(`/${id}/${name}`, details) as Promise<T>;
  return {
    websocket: `ws://127.0.0.1:${port}/${id}`,
    bosh: `http://127.0.0.1:${port}/${id}`,
    send: (frame) => verb('send', { frame }),
    next: (text) => verb('next', { text }),
    run: (...steps) => verb('run', { steps }),
    close: () => verb('close'),
    drop: () => verb('drop'),
    answer: (...answers) => verb('answer', { answers }),
    received: () => verb('received'),
    streams: () => verb('streams'),
  };
}

/** What the test page's own host says under /.well-known/. */
export async function setHostMeta(hostMeta: Readonly<Record<string, { body: string; type: string }>>): Promise<void> {
  await order('', { hostMeta });
}

async function order(path: string, details: object): Promise<unknown> {
  const answer = await fetch(`/__scripted${path}`, { method: 'POST', body: JSON.stringify(details) });
  return answer.json();
}

/** Features that offer these ways of signing in. */
export function mechanisms(...names: readonly string[]): string {
  const offered = names.map((name) => `<mechanism>${name}</mechanism>`).join('');
  return `<mechanisms xmlns="urn:ietf:params:xml:ns:xmpp-sasl">${offered}</mechanisms>`;
}

/** Features that offer SASL2 with all that goes along with it, beside the older way. */
export function hurried({ inline = INLINE }: { inline?: string } = {}): string {
  const offered = '<mechanism>SCRAM-SHA-256</mechanism>';
  const authentication = `<authentication xmlns="urn:xmpp:sasl:2">${offered}<inline>${inline}</inline></authentication>`;
  return `${mechanisms('SCRAM-SHA-256')}${authentication}`;
}

const INLINE = `<fast xmlns="urn:xmpp:fast:0"><mechanism>HT-SHA-256-NONE</mechanism></fast><sm xmlns="urn:xmpp:sm:3"/>
  <bind xmlns="urn:xmpp:bind:0"><inline><feature var="urn:xmpp:sm:3"/></inline></bind>`;

export const BIND = '<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/>';
export const MANAGEMENT = '<sm xmlns="urn:xmpp:sm:3"/>';

/** Signs alice@example.org in with the password `secret`. */
export function login({ features = BIND, scram = {} }: { features?: string; scram?: ScramFaults } = {}): Step[] {
  return [
    { features: mechanisms('SCRAM-SHA-256', 'PLAIN') },
    { scram },
    { features },
    { bind: 'alice@example.org/w1' },
  ];
}

/** As `login`, with stream management. */
export function managedLogin(): Step[] {
  return [
    ...login({ features: `${BIND}${MANAGEMENT}` }),
    { expect: '<enable' },
    { send: '<enabled xmlns="urn:xmpp:sm:3" id="sm1" resume="true"/>' },
  ];
}
