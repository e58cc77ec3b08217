/**
 * Writes README's tables from the code: `node docs/tables.mjs` puts them between their markers, `--check` only tells whether
 * they are current. Sources: custom-elements.json (elements), src/elements/events.ts, src/elements/tokens.styles.ts.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const root = new URL('../', import.meta.url);
const read = (path) => readFileSync(new URL(path, root), 'utf8');
const TAGS = ['xmpp-login', 'xmpp-chat', 'xmpp-room'];

const row = (cells) =>
  `| ${cells
    .map((cell) =>
      String(cell ?? '')
        .replaceAll('|', '\\|')
        .replaceAll('\n', ' '),
    )
    .join(' | ')} |`;
const table = (head, rows) => [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
const code = (text) => `\`${text}\``;

const elements = JSON.parse(read('custom-elements.json'))
  .modules.flatMap(({ declarations }) => declarations)
  .filter(({ tagName }) => TAGS.includes(tagName));
const of = (tag) => elements.find(({ tagName }) => tagName === tag);
const isShared = (name, list) => elements.every((element) => element[list]?.some((one) => one.name === name));

function attributes() {
  const rows = ({ attributes = [] }, wanted) =>
    attributes
      .filter(({ name, description }) => description && isShared(name, 'attributes') === wanted)
      .map(({ name, type, default: value, description }) => [
        code(name),
        code((type?.text ?? 'string').replaceAll("'", '')),
        value && value !== "''" ? code(value.replaceAll("'", '')) : '',
        description,
      ]);
  const head = ['attribute', 'type', 'default', 'meaning'];
  return [
    '**On all three**\n',
    table(head, rows(of('xmpp-room'), true)),
    ...TAGS.flatMap((tag) => [`\n**\`<${tag}>\`**\n`, table(head, rows(of(tag), false))]),
  ].join('\n');
}

function properties() {
  const rows = ({ members = [] }, wanted) =>
    members
      .filter(({ kind, privacy, static: isStatic, name, description, attribute }) => {
        const isPublic = !privacy || privacy === 'public';
        return (
          isPublic &&
          !isStatic &&
          !name.startsWith('#') &&
          description &&
          !attribute &&
          (kind === 'method' || kind === 'field')
        );
      })
      .filter(({ name }) => isShared(name, 'members') === wanted)
      .map(({ kind, name, parameters = [], description }) => [
        code(
          kind === 'method'
            ? `${name}(${parameters.map((one) => one.name + (one.optional || one.default ? '?' : '')).join(', ')})`
            : name,
        ),
        description.split(/\n\n|@throws/)[0],
      ]);
  const head = ['name', 'what'];
  return [
    '**On all three**\n',
    table(head, rows(of('xmpp-room'), true)),
    ...TAGS.flatMap((tag) => {
      const own = rows(of(tag), false);
      return own.length ? [`\n**\`<${tag}>\`**\n`, table(head, own)] : [];
    }),
  ].join('\n');
}

function events() {
  const source = read('src/elements/events.ts') + read('src/controllers/notices.ts');
  const found = new Map();
  for (const [, comment = '', name] of source.matchAll(
    /(?:\/\*\*((?:(?!\*\/)[^])*)\*\/\s*)?'(xmpp-[\w-]+)': (?:\{|Occupant)/g,
  )) {
    found.set(name, comment.replace(/\s*\n\s*\*\s*/g, ' ').trim() || found.get(name) || '');
  }
  return table(
    ['event', 'when, and its detail'],
    [...found].map(([name, text]) => [code(name), text]),
  );
}

function parts() {
  const rows = new Map();
  for (const { tagName, cssParts = [] } of elements) {
    for (const { name, description } of cssParts) {
      const row = rows.get(name) ?? { description, tags: [] };
      row.tags.push(tagName.replace('xmpp-', ''));
      rows.set(name, row);
    }
  }
  const sorted = [...rows].sort(([one], [other]) => one.localeCompare(other));
  return table(
    ['part', 'of', 'what'],
    sorted.map(([name, { description, tags }]) => [code(name), tags.join(', '), description]),
  );
}

function slots() {
  const all = elements.flatMap(({ tagName, slots: own = [] }) =>
    own.map((slot) => [code(slot.name), tagName.replace('xmpp-', ''), slot.description]),
  );
  return table(['slot', 'of', 'what'], all);
}

function tokens() {
  const source = read('src/elements/tokens.styles.ts');
  const found = source.matchAll(/\/\* (.*?) \*\/\s*--_[\w-]+:\s*var\(\s*(--xmpp-[\w-]+),\s*([^;]*)\);/g);
  return table(
    ['custom property', 'default', 'what'],
    [...found].map(([, text, name, value]) => {
      const [, light, dark] = value.match(/^light-dark\((.*), (.*)\)$/) ?? [];
      return [code(name), light ? `${code(light)}, dark ${code(dark)}` : code(value.replace(/\s+/g, ' ').trim()), text];
    }),
  );
}

const TABLES = { attributes, properties, events, parts, slots, tokens };

const before = read('README.md');
let after = before;
for (const [name, make] of Object.entries(TABLES)) {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [start, end] = [after.indexOf(open), after.indexOf(close)];
  if (start < 0 || end < start) throw new Error(`README.md has no place for ${name}`);
  after = `${after.slice(0, start)}${open}\n\n${make()}\n\n${after.slice(end)}`;
}
if (process.argv.includes('--check')) {
  if (after !== before) {
    console.error('README.md is not current: run node docs/tables.mjs');
    process.exitCode = 1;
  }
} else writeFileSync(new URL('README.md', root), after);
