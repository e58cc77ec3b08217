/**
 * The other end of a conversation, at a client of another family: slixmpp, of which Debian has a package. What it hears is
 * what its plugins have read; see slixmpp-peer.py for the names.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import { Heard } from './heard.mjs';

const PATIENCE = 30_000;
const script = fileURLToPath(new URL('slixmpp-peer.py', import.meta.url));

/** Debian's own: another one on the path would not have Debian's packages. */
export const pythonPath = () => process.env.PYTHON ?? '/usr/bin/python3';

export class SlixmppPeer {
  /** Its full JID. */
  jid;
  #child;
  #heard = new Heard(PATIENCE);
  #asked = new Map();
  #complaints = '';
  #failure;

  /** @param {{port: number, user: string, password?: string, domain?: string}} account `port`: of the server, on loopback. */
  static async in({ port, user, password = user, domain = 'localhost' }) {
    const peer = new SlixmppPeer();
    peer.#start({ port, password, jid: `${user}@${domain}` });
    const { jid } = await Promise.race([peer.hears('ready'), peer.#failure]);
    peer.jid = jid;
    return peer;
  }

  /** What slixmpp tells of an event with these properties, if it comes or has come. */
  hears(event, properties) {
    return this.#heard.waitFor(event, properties);
  }

  /** All that it told of such events so far. */
  heard(event) {
    return this.#heard.of(event);
  }

  /** Forgets the events so far. */
  forget() {
    this.#heard.forget();
  }

  /** Has it do something: `send`, `mark`, `upload` …; resolves when that is done, with what came of it. */
  does(verb, options = {}) {
    const wish = this.#asked.size + 1;
    const answer = new Promise((resolve, reject) => this.#asked.set(wish, { resolve, reject }));
    this.#child.stdin.write(`${JSON.stringify({ wish, do: verb, with: options })}\n`);
    return Promise.race([answer, this.#failure]);
  }

  /** Comes online: from now on the server hands it what is sent to its bare JID. */
  async appears() {
    await this.does('presence');
    await this.hears('presence', { from: this.jid, type: 'available' });
  }

  async end() {
    if (this.#child.exitCode !== null) return;
    const ended = new Promise((done) => this.#child.once('close', done));
    const force = setTimeout(() => this.#child.kill('SIGKILL'), 2000);
    this.#child.stdin.end();
    await ended;
    clearTimeout(force);
  }

  #start(account) {
    const child = spawn(pythonPath(), [script]);
    this.#child = child;
    const endWithUs = () => child.kill('SIGKILL');
    process.once('exit', endWithUs);
    this.#failure = new Promise((_, fail) => {
      child.once('error', (error) => fail(new Error(`slixmpp (python3-slixmpp) cannot be run: ${error.message}`)));
      child.once('close', (code) => {
        process.off('exit', endWithUs);
        fail(new Error(`slixmpp (python3-slixmpp) ended with ${code}\n${this.#complaints}`));
      });
    });
    // It may end when nobody waits for anything.
    this.#failure.catch(() => undefined);
    child.stdin.on('error', () => undefined); // The failure tells.
    child.stderr.on('data', (text) => (this.#complaints += text));
    createInterface({ input: child.stdout }).on('line', (line) => this.#onLine(JSON.parse(line)));
    child.stdin.write(`${JSON.stringify(account)}\n`);
  }

  #onLine({ event, detail, wish, value, error }) {
    if (event) return this.#heard.add(event, detail);
    const { resolve, reject } = this.#asked.get(wish);
    if (error === undefined) resolve(value);
    else reject(new Error(error));
  }
}
