// npm run bench [-- case …] [--quick] [--repetitions=N] [--dist=folder]: ours against the least that works, in one run.
import { parseArgs } from 'node:util';
import { ensureBuild, ensurePackages, ensurePrograms } from '../test/support/setup.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean' }, repetitions: { type: 'string' }, dist: { type: 'string' } },
});
ensurePackages();
ensurePrograms(['chromium']);
if (!values.dist) ensureBuild();
// Not before there are packages to be imported.
const { compare } = await import('./compare.mjs');
await compare({ ...values, names: positionals });
