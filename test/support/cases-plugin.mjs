import { readdir, readFile } from 'node:fs/promises';

const CASES = new URL('../protocol/cases/', import.meta.url);

/** Serves all of test/protocol/cases as one file, so that a new case is two files and no code. */
export function casesPlugin() {
  return {
    name: 'protocol-cases',
    async serve({ path }) {
      if (!path.endsWith('/test/protocol/cases.json')) return undefined;
      return { body: JSON.stringify(await allCases()), type: 'json' };
    },
  };
}

async function allCases() {
  const files = (await readdir(CASES, { recursive: true })).filter((file) => /\.(xml|json)$/.test(file)).sort();
  const names = [...new Set(files.map((file) => file.replace(/\.\w+$/, '')))];
  return Promise.all(
    names.map(async (name) => {
      const [xml, json] = await Promise.all(
        ['xml', 'json'].map((type) => readFile(new URL(`${name}.${type}`, CASES), 'utf8').catch(() => undefined)),
      );
      return { name, xml, json };
    }),
  );
}
