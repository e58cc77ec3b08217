/** The sample of hostile inputs: each is tried on us, or waits by name for what it attacks. */
import { expect } from '@open-wc/testing';
import { restore } from 'sinon';
import { entries, type Checks } from './entries.js';
import { expectNoHarm } from './harm.js';
import { attributeChecks } from './checks/attributes.js';
import { httpChecks } from './checks/http.js';
import { iqChecks } from './checks/iqs.js';
import { privateChecks } from './checks/private.js';
import { roomChecks } from './checks/rooms.js';
import { streamChecks } from './checks/streams.js';
import { textChecks } from './checks/text.js';
import { waiting } from './waiting.js';

const tables: readonly Checks[] = [
  privateChecks,
  textChecks,
  roomChecks,
  iqChecks,
  streamChecks,
  httpChecks,
  attributeChecks,
];
const checks = new Map(tables.flatMap((table) => Object.entries(table)));

afterEach(() => restore());

for (const kind of new Set(entries.map((entry) => entry.class))) {
  describe(`Hostile input of class ${kind}`, () => {
    for (const { id, class: own, input, expect: expected } of entries) {
      const check = checks.get(id);
      if (own === kind && check) it(`${id}: ${expected}`, () => check(input).then(expectNoHarm)).timeout(60_000);
    }
  });
}

describe('The sample of hostile inputs', () => {
  const ids = entries.map(({ id }) => id);

  it('is tried to the last entry, but for those that wait for what they attack', () => {
    expect(ids.filter((id) => !checks.has(id)).sort()).to.deep.equal(Object.keys(waiting).sort());
  });

  it('has every entry that is tried or waited for, and each once', () => {
    expect(ids).to.include.members([...checks.keys(), ...Object.keys(waiting)]);
    expect(new Set(ids).size).to.equal(ids.length);
    expect(tables.flatMap((table) => Object.keys(table))).to.have.lengthOf(checks.size);
  });
});
