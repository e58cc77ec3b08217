/** Who may import whom. This table is the truth; docs/ explains it. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const src = join(dirname(fileURLToPath(import.meta.url)), '../src');

/** `values`: layers or single files whose code may be used; `types`: those of which only types may; `npm`: packages. */
const layers = {
  core: {},
  transport: { values: ['core'], npm: ['strophe.js'] },
  protocol: { values: ['core'] },
  stores: { values: ['core'], types: ['protocol'] },
  session: { values: ['core', 'transport', 'protocol', 'stores'] },
  // Sessions come later (docs/decisions/007): only these of it are there before them, or need none.
  controllers: {
    values: [
      'core',
      ...['late-sessions', 'nick-memory', 'open-memory', 'shown-memory', 'tab-turn'].map(
        (name) => `session/${name}.ts`,
      ),
    ],
    types: ['session', 'stores', 'lit'],
  },
  elements: { values: ['core', 'controllers'], types: ['stores'], npm: ['lit'] },
  define: { values: ['elements', 'protocol/xml.ts', 'session/session-handle.ts'] },
  'index.ts': { values: ['core', 'session', 'elements', 'protocol/xml.ts'], types: ['*'] },
};

/** Inside these, files stand side by side: they share only what is named. */
const siblings = {
  protocol: /protocol\/(module|events|events\/\w+|xml|index|match|payload)\.ts$|protocol\/(xep|rfc)-/,
  stores: /stores\/(store|entries|message-index|message-changes|ignored|conversation-book|archive-pages|tellings)\.ts$/,
  'session/commands': /session\/commands\/(command|context|query-archive)\.ts$/,
};

/** Words that would turn text into markup or code, keep time or reach out where a layer is pure. */
const banned = [
  [/\b(innerHTML|outerHTML|insertAdjacentHTML|unsafeHTML|unsafeSVG|document\.write|eval\(|new Function\()/, /./],
  [/\bexport default\b/, /./],
  [/\b(Date\.now|setTimeout|setInterval|fetch|localStorage|sessionStorage)\b/, /^protocol\//],
  [/\b(document|window|localStorage|sessionStorage|fetch)\./, /^(stores|core)\//],
];

const files = readdirSync(src, { recursive: true })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.replaceAll('\\', '/'));

const layerOf = (file) => file.split('/')[0];

/** Every `import` and `export … from` of a file: what it names, and whether only as a type. */
function importsOf(file, text) {
  const pattern = /^\s*(?:import|export)\s+(type\s+)?(?:[\w*{][^'"`;=]*?\bfrom\s+)?'([^']+)'|\bimport\('([^']+)'/gm;
  return [...text.matchAll(pattern)].map(([, type, name, lazy]) => {
    const source = name ?? lazy;
    const isOwn = source.startsWith('.');
    const target = isOwn ? posix.join(posix.dirname(file), source).replace(/\.js$/, '.ts') : source;
    return { isOwn, target, isType: Boolean(type) };
  });
}

function isAllowed(file, { isOwn, target, isType }) {
  const { values = [], types = [], npm = [] } = layers[layerOf(file)] ?? {};
  const names = isOwn ? [layerOf(target), target] : [target.split('/')[0]];
  if (isOwn && layerOf(target) === layerOf(file)) return isSiblingAllowed(file, target);
  if (isType && names.some((name) => types.includes(name) || types.includes('*'))) return true;
  return names.some((name) => (isOwn ? values : npm).includes(name));
}

function isSiblingAllowed(file, target) {
  const folder = posix.dirname(file);
  const shared = siblings[folder];
  return !shared || posix.dirname(target) !== folder || file === `${folder}/index.ts` || shared.test(target);
}

describe('The house', () => {
  for (const file of files) {
    const text = readFileSync(join(src, file), 'utf8');

    it(`${file} keeps to its layer`, () => {
      const strangers = importsOf(file, text).filter((entry) => !isAllowed(file, entry));

      assert.deepEqual(strangers, []);
    });

    it(`${file} holds nothing that is banned there`, () => {
      const code = text.replace(/\/\*[^]*?\*\/|(?<!:)\/\/.*/g, '');
      const found = banned.filter(([word, where]) => where.test(file) && word.test(code)).map(([word]) => word.source);

      assert.deepEqual(found, []);
    });
  }

  it('knows every layer', () => {
    assert.deepEqual(
      files.map(layerOf).filter((layer) => !layers[layer]),
      [],
    );
  });
});
