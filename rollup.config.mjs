import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { build } from 'esbuild';
import esbuild from 'rollup-plugin-esbuild';
import { minifyTemplateLiterals } from 'rollup-plugin-minify-template-literals';

const root = dirname(fileURLToPath(import.meta.url));
const banner = '/*! xmpp-elements | MIT | see LICENSE and LICENSES.txt */';
const input = { 'xmpp-elements': 'src/define/all.ts' };

// ---- Strophe, from its source

const stropheSource = join(root, 'node_modules/strophe.js/src');

/** What `import { Strophe } from 'strophe.js'` gives us: the members that src/transport uses, and no globals. */
const stropheFacade = `
  import Bosh from './transports/bosh';
  import Connection from './connection';
  import SASLAnonymous from './sasl-anon';
  import SASLPlain from './sasl-plain';
  import SASLSHA1 from './sasl-sha1';
  import SASLSHA256 from './sasl-sha256';
  import SASLSHA512 from './sasl-sha512';
  import StreamManagement from './stream-management';
  import Websocket from './transports/websocket';
  import { NS, Status } from './constants';
  export const Strophe = {
    Bosh, Connection, NS, SASLAnonymous, SASLPlain, SASLSHA1, SASLSHA256, SASLSHA512, Status, StreamManagement, Websocket,
  };
`;

/** Transports and mechanisms that we never offer. */
const unused = /\/(worker-websocket|mirror|sasl-external|sasl-oauthbearer|sasl-xoauth2|sasl-sha384)$/;

/** Strophe logs whole stanzas to the console; message bodies have no business there. Minifiers drop a pure call. */
const logCall = /\blog\.(debug|info|warn|error|fatal)\(/g;

/**
 * Source changes, each with the number of places where it must apply: a new Strophe that reads otherwise stops the build.
 * Pages with Trusted Types refuse a bare DOMParser, so parseXml goes through our own policy. Nothing of ours makes HTML
 * from a stanza.
 */
const stropheEdits = {
  'utils.ts': [
    [
      /const parser = new DOMParser\(\);\s*return parser\.parseFromString\(text, 'text\/xml'\)/,
      'return parseXml(text)',
      1,
    ],
    [/export function createHtml\([^]*?\n}\n/g, 'export const createHtml = () => null;\n', 1],
  ],
  'transports/websocket.ts': [[/new DOMParser\(\)\.parseFromString\(([\w.]+), 'text\/xml'\)/g, 'parseXml($1)', 5]],
};

function edited(name, source) {
  let code = source;
  for (const [pattern, replacement, expected] of stropheEdits[name] ?? []) {
    const found = code.match(pattern)?.length ?? 0;
    if (found !== expected) throw new Error(`strophe.js/src/${name}: ${found} places of ${pattern}, not ${expected}`);
    code = code.replace(pattern, replacement);
  }
  if (/\bDOMParser\(/.test(code))
    throw new Error(`strophe.js/src/${name}: a DOMParser that is not routed through parseXml`);
  const withParser = code.includes('parseXml(') ? `import { parseXml } from 'parse-xml';\n${code}` : code;
  return withParser.replace(logCall, '/* @__PURE__ */ $&');
}

/** Strophe as one ES module, which stands as if it were src/transport/strophe.js. */
export async function bundleStrophe() {
  const { outputFiles } = await build({
    stdin: { contents: stropheFacade, resolveDir: stropheSource, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    plugins: [
      {
        name: 'strophe-edits',
        setup(context) {
          context.onResolve({ filter: /^parse-xml$/ }, () => ({ path: './parse-xml.ts', external: true }));
          context.onResolve({ filter: unused }, ({ path }) => ({ path, namespace: 'unused' }));
          context.onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'export default class {}' }));
          context.onLoad({ filter: /strophe\.js.src.*\.ts$/ }, async ({ path }) => {
            const [, name] = path.replaceAll('\\', '/').split('/strophe.js/src/');
            return { contents: edited(name, await readFile(path, 'utf8')), loader: 'ts' };
          });
        },
      },
    ],
  });
  return outputFiles[0].text;
}

/** For rollup, and for web-test-runner (`resolveImport`, `serve`): the tests run the Strophe that ships. */
export function stropheFromSource() {
  const url = '/src/transport/strophe.js';
  const id = join(root, url);
  let bundle;
  const code = () => (bundle ??= bundleStrophe());
  return {
    name: 'strophe-from-source',
    resolveId: (source) => (source === 'strophe.js' || source === id ? id : undefined),
    load: async (wanted) => (wanted === id ? { code: await code(), moduleSideEffects: false } : undefined),
    resolveImport: ({ source }) => (source === 'strophe.js' ? url : undefined),
    serve: async ({ path }) => (path === url ? { body: await code(), type: 'js' } : undefined),
  };
}

// ---- Outputs

/** Starts from an empty folder: chunks of an older build would otherwise be shipped. */
const emptyFolder = (folder) => ({
  name: 'empty-folder',
  buildStart: () => rm(join(root, folder), { recursive: true, force: true }),
});

/** Writes dist/integrity.json: file → hash for the integrity attribute, and sizes. */
const integrity = () => ({
  name: 'integrity',
  async writeBundle({ dir }, bundle) {
    const path = join(dir, 'integrity.json');
    const files = JSON.parse(await readFile(path, 'utf8').catch(() => '{}'));
    for (const file of Object.keys(bundle)
      .filter((name) => name.endsWith('.js'))
      .sort()) {
      const bytes = await readFile(join(dir, file));
      files[file] = {
        integrity: `sha384-${createHash('sha384').update(bytes).digest('base64')}`,
        raw: bytes.length,
        gzip: gzipSync(bytes, { level: 9 }).length,
        brotli: brotliCompressSync(bytes).length,
      };
    }
    await writeFile(path, `${JSON.stringify(files, null, 2)}\n`);
  },
});

/** Writes dist/LICENSES.txt: the licence of every package whose code is inside. */
const licences = (...packages) => ({
  name: 'licences',
  async writeBundle({ dir }) {
    const texts = packages.map(async (name) => {
      const folder = join(root, 'node_modules', name);
      const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
      const text = await readFile(join(folder, 'LICENSE'), 'utf8').catch(() =>
        readFile(join(folder, 'LICENSE.txt'), 'utf8'),
      );
      return `${name} ${version}\n\n${text.trim()}\n`;
    });
    await mkdir(dir, { recursive: true });
    await writeFile(join(dir, 'LICENSES.txt'), (await Promise.all(texts)).join(`\n${'-'.repeat(80)}\n\n`));
  },
});

const compile = () => [
  stropheFromSource(),
  nodeResolve({ browser: true, exportConditions: ['browser'], extensions: ['.mjs', '.js', '.ts'] }),
  esbuild({ target: 'es2022', tsconfig: join(root, 'tsconfig.json') }),
  minifyTemplateLiterals(),
];
const shrink = (module) => terser({ module, ecma: 2022, compress: { passes: 3 }, format: { comments: /^!/ } });

export default [
  {
    // <script type="module">: one entry, lazy chunks beside it, found relative to the script itself.
    input,
    output: {
      dir: 'dist',
      format: 'es',
      sourcemap: true,
      banner,
      entryFileNames: '[name].js',
      chunkFileNames: 'chunks/[name]-[hash].js',
      hashCharacters: 'base36',
    },
    plugins: [
      emptyFolder('dist'),
      compile(),
      shrink(true),
      integrity(),
      licences('lit', 'lit-html', 'lit-element', '@lit/reactive-element', 'strophe.js'),
    ],
  },
  {
    // <script defer>: one file with everything inside.
    input,
    output: {
      dir: 'dist',
      format: 'iife',
      name: 'XmppElements',
      sourcemap: true,
      banner,
      inlineDynamicImports: true,
      entryFileNames: '[name].classic.js',
    },
    plugins: [compile(), shrink(false), integrity()],
  },
  {
    // The npm library: one file a module; lit stays outside, so that a page has it once.
    input: [
      'src/index.ts',
      'src/define/all.ts',
      'src/define/xmpp-login.ts',
      'src/define/xmpp-chat.ts',
      'src/define/xmpp-room.ts',
    ],
    external: /^(lit|@lit)(\/|$)/,
    output: {
      dir: 'dist/esm',
      format: 'es',
      preserveModules: true,
      preserveModulesRoot: 'src',
      sourcemap: true,
      entryFileNames: '[name].js',
    },
    plugins: compile(),
  },
];
