import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';

const root = new URL('../', import.meta.url);
const read = (path) => readFileSync(new URL(path, root), 'utf8');
const json = (path) => JSON.parse(read(path));
const manifest = json('package.json');

describe('The package', () => {
  it('can be imported in Node, registers nothing and adds no globals', () => {
    const script = `
      const before = new Set(Object.getOwnPropertyNames(globalThis));
      const exported = await import('xmpp-elements');
      const added = Object.getOwnPropertyNames(globalThis).filter((name) => !before.has(name));
      const registered = globalThis.customElements?.get('xmpp-room');
      console.log(JSON.stringify({ added, registered: Boolean(registered), names: Object.keys(exported) }));`;
    const { added, registered, names } = JSON.parse(inNode(script));

    // Lit's own: marks by which it notices a second copy of itself, and a registry that stands in for the browser's.
    const isOfLit = (name) => /^(lit|reactiveElement|customElements$)/.test(name);
    assert.deepEqual(
      added.filter((name) => !isOfLit(name)),
      [],
    );
    assert.equal(registered, false);
    for (const name of ['XmppRoomElement', 'XmppChatElement', 'XmppLoginElement', 'sessionNamed', 'xml', 'XmppError'])
      assert.ok(names.includes(name), `no ${name}`);
  });

  it('registers by xmpp-elements/define, all three tags or the one that is named', () => {
    // Lit brings a registry to Node.
    const script = (path) => `
      await import('xmpp-elements/${path}');
      console.log(['xmpp-login', 'xmpp-chat', 'xmpp-room'].filter((tag) => customElements.get(tag)).join());`;

    assert.equal(inNode(script('define')).trim(), 'xmpp-login,xmpp-chat,xmpp-room');
    assert.equal(inNode(script('define/xmpp-room')).trim(), 'xmpp-room');
  });

  it('has no mistakes that publint knows', async () => {
    const { messages } = await publint({ pkgDir: fileURLToPath(root), pack: false, strict: true });

    assert.deepEqual(messages, []);
  });

  it('names files that exist, for every export', () => {
    const paths = Object.values(manifest.exports).flatMap((entry) =>
      Object.values(Object(entry) === entry ? entry : { entry }),
    );

    for (const path of paths) assert.ok(read(path), path);
  });

  it('describes its elements for editors and other tools', () => {
    const tags = json('custom-elements.json')
      .modules.flatMap(({ declarations }) => declarations)
      .filter(({ customElement }) => customElement)
      .map(({ tagName }) => tagName);

    assert.deepEqual(tags.sort(), ['xmpp-chat', 'xmpp-login', 'xmpp-room']);
  });

  it('tells the hash of every script', () => {
    for (const [name, { integrity }] of Object.entries(json('dist/integrity.json'))) {
      const hash = createHash('sha384')
        .update(readFileSync(new URL(`dist/${name}`, root)))
        .digest('base64');
      assert.equal(integrity, `sha384-${hash}`, name);
    }
  });

  it('leaves no mark of Strophe as a global', () => {
    for (const name of ['xmpp-elements.js', 'xmpp-elements.classic.js'])
      assert.doesNotMatch(read(`dist/${name}`), /globalThis\.(Strophe|\$build|\$iq|\$msg|\$pres|stx|toStanza)\b/);
  });
});

describe('The dependencies', () => {
  const direct = { ...manifest.dependencies, ...manifest.devDependencies };

  it('are pinned exactly', () => {
    assert.deepEqual(
      Object.entries(direct).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version)),
      [],
    );
  });

  it('have licences that MIT code may build on', () => {
    const allowed = /^(MIT|MIT-0|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|MPL-2\.0|BlueOak-1\.0\.0|CC0-1\.0)$/;
    const licences = Object.keys(direct).map((name) => [name, json(`node_modules/${name}/package.json`).license]);

    assert.deepEqual(
      licences.filter(([, licence]) => !allowed.test(licence)),
      [],
    );
  });

  it('leave no registry address in the lock file', () => {
    assert.doesNotMatch(read('package-lock.json'), /"resolved": "http/);
  });
});

const inNode = (script) =>
  execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: root, encoding: 'utf8' });
