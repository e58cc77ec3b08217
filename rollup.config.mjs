import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { build } from 'esbuild';
import { parseAst } from 'rollup/parseAst';
import esbuild from 'rollup-plugin-esbuild';
import { minifyTemplateLiterals } from 'rollup-plugin-minify-template-literals';

const root = dirname(fileURLToPath(import.meta.url));
const banner = '/*! xmpp-elements | MIT | see LICENSE and LICENSES.txt */';
const input = { 'xmpp-elements': 'src/define/all.ts' };

// ---- Strophe, from its source

const stropheSource = join(root, 'node_modules/strophe.js/src');

/** What the imports 'strophe.js' and 'strophe.js/bosh' give us: what src/transport uses, and no globals. BOSH comes apart: few need it. */
const stropheEntries = {
  strophe: `
    import Connection from './connection';
    import Websocket from './transports/websocket';
    import { NS } from './constants';
    export const Strophe = { Connection, NS, Websocket };
  `,
  'strophe-bosh': `export { default as Bosh } from './transports/bosh';`,
};

/** A transport that we never offer, and what we do ourselves. */
const unused = /\/(worker-websocket|mirror|sasl(-\w+)?|scram|storage|handler)$/;

/** Strophe logs whole stanzas to the console; message bodies have no business there. A minifier drops a pure call. */
const logCall = /\blog\.(debug|info|warn|error|fatal)\(/g;
const silence = 'const no = () => {}; export default { debug: no, info: no, warn: no, error: no, fatal: no };';

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

/**
 * Strophe's source as ES modules: the entries above, and what they share. Two rounds: methods that nobody calls go in
 * between, so that the second finds what only they used.
 */
export async function bundleStrophe() {
  const first = await bundleInto(stropheEntries, stropheSource, {
    name: 'strophe-edits',
    setup(context) {
      context.onResolve({ filter: unused }, ({ path }) => ({ path, namespace: 'unused' }));
      // Which of the two a stream moves by is our choice to make.
      context.onResolve({ filter: /\/bosh$/ }, ({ path, importer }) =>
        importer.endsWith('connection.ts') ? { path, namespace: 'unused' } : undefined,
      );
      context.onResolve({ filter: /\/log$/ }, ({ path }) => ({ path, namespace: 'log' }));
      context.onLoad({ filter: /.*/, namespace: 'log' }, () => ({ contents: silence }));
      context.onLoad({ filter: /.*/, namespace: 'unused' }, () => ({
        contents:
          'export default class {}; export class MemoryStorageBackend {}; export class SessionStorageBackend {}',
      }));
      context.onLoad({ filter: /strophe\.js.src.*\.ts$/ }, async ({ path }) => {
        const [, name] = path.replaceAll('\\', '/').split('/strophe.js/src/');
        return { contents: edited(name, await readFile(path, 'utf8')), loader: 'ts' };
      });
    },
  });
  const folder = join(root, 'src/transport');
  const ours = (await readdir(folder)).map((file) => readFile(join(folder, file), 'utf8'));
  const shaken = withoutUncalled(first, await Promise.all(ours));
  return bundleInto(Object.fromEntries(Object.keys(stropheEntries).map((name) => [name, shaken[name]])), folder, {
    name: 'shaken',
    setup(context) {
      context.onResolve({ filter: /^\.\/strophe-shared/ }, ({ path }) => ({ path, namespace: 'shaken' }));
      context.onLoad({ filter: /.*/, namespace: 'shaken' }, ({ path }) => ({
        contents: shaken[basename(path, '.js')],
        resolveDir: folder,
      }));
    },
  });
}

async function bundleInto(sources, resolveDir, plugin) {
  const { outputFiles } = await build({
    entryPoints: Object.keys(sources).map((name) => ({ in: `entry:${name}`, out: name })),
    outdir: resolveDir,
    chunkNames: 'strophe-shared',
    splitting: true,
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    plugins: [
      {
        name: 'entries',
        setup(context) {
          context.onResolve({ filter: /^entry:/ }, ({ path }) => ({ path: path.slice(6), namespace: 'entry' }));
          context.onLoad({ filter: /.*/, namespace: 'entry' }, ({ path }) => ({
            contents: sources[path],
            resolveDir,
            loader: 'ts',
          }));
          context.onResolve({ filter: /parse-xml(\.ts)?$/ }, () => ({ path: './parse-xml.ts', external: true }));
        },
      },
      plugin,
    ],
  });
  return Object.fromEntries(outputFiles.map(({ path, text }) => [basename(path, '.js'), text]));
}

/**
 * Leaves out methods that no one calls: neither Strophe nor we name them, or our subclass has its own and never calls
 * theirs. Names are all that counts, so a method stays if anything of its name is used; nothing here is called by a
 * computed name.
 */
function withoutUncalled(files, ours) {
  const replaced = new Map();
  for (const text of ours) {
    const base = text.match(/class \w+ extends (?:Strophe\.)?(\w+)/)?.[1];
    const overrides = [...text.matchAll(/override (?:async )?(\w+)\(/g)].map(([, name]) => name);
    replaced.set(base, new Set(overrides.filter((name) => !text.includes(`super.${name}(`))));
  }
  const used = new Set(ours.flatMap((text) => [...text.matchAll(/\.(\w+)/g)].map(([, name]) => name)));
  const methods = [];
  const asts = Object.entries(files).map(([file, code]) => [file, parseAst(code)]);
  for (const [file, ast] of asts) collect(ast, used, (method, owner) => methods.push({ ...method, file, owner }));
  let waiting = methods;
  for (let before = -1; before !== waiting.length;) {
    before = waiting.length;
    waiting = waiting.filter(({ key, value, owner }) => {
      if (!used.has(key.name) || replaced.get(owner)?.has(key.name) || negotiation.has(key.name)) return true;
      collect(value, used, () => {});
      return false;
    });
  }
  return Object.fromEntries(
    Object.entries(files).map(([file, code]) => {
      const gone = waiting.filter((method) => method.file === file).sort((one, other) => other.start - one.start);
      return [file, gone.reduce((text, { start, end }) => text.slice(0, start) + text.slice(end), code)];
    }),
  );
}

/** Strophe's own way in, of which HardenedConnection uses nothing; the names alone are too common to tell. */
const negotiation = new Set(['authenticate', 'bind', '_establishSession', '_proceedToBind', '_registerSMHandlers']);

/** Adds the names that a piece of code uses; methods of classes are handed over instead of being looked into. */
function collect(node, names, onMethod, owner) {
  if (Array.isArray(node)) return node.forEach((one) => collect(one, names, onMethod, owner));
  if (!node || typeof node !== 'object') return;
  if (node.type === 'MethodDefinition' && node.kind !== 'constructor' && node.key.type === 'Identifier') {
    return onMethod(node, owner);
  }
  if (node.type === 'MemberExpression' && !node.computed) names.add(node.property.name);
  if (node.type === 'Literal' && typeof node.value === 'string') names.add(node.value);
  const isNamed = (node.type === 'VariableDeclarator' || /^Class[DE]/.test(node.type)) && node.id?.name;
  const inside = isNamed ? node.id.name.replace(/^_/, '') : owner;
  for (const [key, value] of Object.entries(node)) {
    if (value && typeof value === 'object' && key !== 'parent') collect(value, names, onMethod, inside);
  }
}

/** For rollup, and for web-test-runner (`resolveImport`, `serve`): the tests run the Strophe that ships. */
export function stropheFromSource() {
  const names = { 'strophe.js': 'strophe', 'strophe.js/bosh': 'strophe-bosh' };
  const urlOf = (name) => `/src/transport/${name}.js`;
  const nameOf = (path) => /\/src\/transport\/(strophe(?:-bosh|-shared)?)\.js$/.exec(path)?.[1];
  let bundle;
  const codeOf = async (name) => (await (bundle ??= bundleStrophe()))[name];
  return {
    name: 'strophe-from-source',
    resolveId(source, importer) {
      const name = names[source] ?? (nameOf(importer ?? '') && /^\.\/(strophe-shared)\.js$/.exec(source)?.[1]);
      return name ? join(root, urlOf(name)) : undefined;
    },
    async load(id) {
      const name = nameOf(id);
      return name ? { code: await codeOf(name), moduleSideEffects: false } : undefined;
    },
    resolveImport: ({ source }) => (names[source] ? urlOf(names[source]) : undefined),
    async serve({ path }) {
      const name = nameOf(path);
      return name ? { body: await codeOf(name), type: 'js' } : undefined;
    },
  };
}

// ---- Outputs

/** Starts from an empty folder: chunks of an older build would otherwise be shipped. */
const emptyFolder = (folder) => ({
  name: 'empty-folder',
  buildStart: () => rm(join(root, folder), { recursive: true, force: true }),
});

/** What both of the large chunks use: neither has to wait for the other, or for a third one. */
const always = ['core/id', 'core/observable', 'session/snapshot', 'transport/kept'];

/** Puts it into the entry, which imports it for that reason alone. */
const withAlways = () => ({
  name: 'with-always',
  transform(code, id) {
    if (id === join(root, 'src/define/all.ts')) {
      return { code: always.map((path) => `import '../${path}.js';`).join('') + code, map: null };
    }
    return always.some((path) => id === join(root, 'src', `${path}.ts`)) ? { moduleSideEffects: 'no-treeshake' } : null;
  },
});

/**
 * What always comes together comes in one chunk, although some of it is used by others, too. For each by the module that
 * asks for it; those of the entry stay there.
 */
function chunkOf(id, { getModuleInfo }) {
  if (!merged.size) {
    const entry = closureOf('define/all.ts');
    for (const [name, path] of Object.entries({ wire: 'session/wire.ts', occupants: 'elements/parts/occupants.ts' })) {
      for (const each of closureOf(path)) if (!entry.has(each)) merged.set(each, name);
    }
  }
  return merged.get(id);

  function closureOf(path, found = new Set(), from = join(root, 'src', path)) {
    if (found.has(from)) return found;
    found.add(from);
    for (const each of getModuleInfo(from).importedIds) closureOf(path, found, each);
    return found;
  }
}
const merged = new Map();

/**
 * There is one of everything, also where a page loads the script as `xmpp-elements.js?v=2`, or twice: the entry runs once
 * and leaves what it has in a place that only this build knows. Chunks take it from there, whatever address it came from.
 */
const oneOfEverything = () => {
  let place;
  return {
    name: 'one-of-everything',
    renderStart() {
      const hash = createHash('sha256');
      for (const id of [...this.getModuleIds()].sort()) hash.update(this.getModuleInfo(id).code ?? '');
      place = `globalThis[Symbol.for("xmpp-elements ${hash.digest('base64').slice(0, 12)}")]`;
    },
    renderChunk(code, { isEntry, fileName }) {
      return { code: isEntry ? withPlace(code, fileName) : fromPlace(code, fileName), map: null };
    },
  };

  function withPlace(code, fileName) {
    const [, head, body, list] = /^(\/\*!.*\*\/)\n([^]*)export\{([^{}]+)\};?\s*$/.exec(code) ?? [];
    if (!body || /^import\b/m.test(body)) throw new Error(`${fileName} is not a comment, its code and its exports`);
    const exports = list.split(',').map((each) => each.trim().split(' as '));
    const each = (write) => exports.map(([local, name = local]) => write(local, name)).join();
    // Line by line where it was: the source map stays true.
    const start = `const its=${place}??=(()=>{`;
    const end = `return{${each((local, name) => `${name}:${local}`)}}})(),{${each((_, name) => `${name}:its_${name}`)}}=its;`;
    return `${head}${start}\n${body}${end}export{${each((_, name) => `its_${name} as ${name}`)}};`;
  }

  function fromPlace(code, fileName) {
    const taken = code.replace(/\bimport(?:\{([^{}]+)\}from)?"\.\.\/xmpp-elements\.js";/g, (_, list) =>
      list ? `const{${list.replaceAll(' as ', ':')}}=${place};` : '',
    );
    if (taken.includes('/xmpp-elements.js"')) throw new Error(`${fileName} takes from the entry in a way of its own`);
    return taken;
  }
};

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
    // The chunks use what the entry holds: one file, and its own exports among theirs.
    preserveEntrySignatures: 'allow-extension',
    output: {
      dir: 'dist',
      format: 'es',
      sourcemap: true,
      banner,
      entryFileNames: '[name].js',
      chunkFileNames: 'chunks/[name]-[hash].js',
      hashCharacters: 'base36',
      manualChunks: chunkOf,
      onlyExplicitManualChunks: true,
      // By it fetch-code.ts knows which of a chunk's exports is what was asked for.
      generatedCode: { symbols: true },
    },
    plugins: [
      emptyFolder('dist'),
      withAlways(),
      compile(),
      shrink(true),
      oneOfEverything(),
      integrity(),
      licences('lit', 'lit-html', 'lit-element', '@lit/reactive-element', 'strophe.js'),
    ],
  },
  {
    // What stands for the script until somebody comes near: it imports that by its address.
    input: { 'xmpp-elements.loader': 'src/define/loader.ts' },
    output: { dir: 'dist', format: 'es', sourcemap: true, banner, entryFileNames: '[name].js' },
    plugins: [compile(), shrink(true), integrity()],
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
