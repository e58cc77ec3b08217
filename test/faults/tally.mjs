/** Counts what came of numbered messages. */

/**
 * @param sent how many were sent: 1 to this.
 * @param received `body` (its last word is the number) and `id` of each that came, in the order in which it stands.
 *   One that came again under its id was only repeated on the wire; under another it is doubled.
 */
export function tally(sent, received) {
  const ids = new Map();
  const result = { sent, received: 0, lost: 0, doubled: 0, disordered: 0, repeated: 0 };
  let highest = 0;
  for (const { body, id } of received) {
    const number = Number(body.split(' ').at(-1));
    const known = ids.get(number);
    if (known) {
      if (id !== undefined && known.has(id)) result.repeated += 1;
      else result.doubled += 1;
      known.add(id);
      continue;
    }
    ids.set(number, new Set([id]));
    if (number < highest) {
      result.disordered += 1;
      result.inversion ??= `${number} behind ${highest}`;
    }
    highest = Math.max(highest, number);
  }
  result.received = ids.size;
  result.missing = Array.from({ length: sent }, (_, index) => index + 1).filter((number) => !ids.has(number));
  result.lost = result.missing.length;
  return result;
}

export const isGood = ({ lost, doubled, disordered, isBad }) => !lost && !doubled && !disordered && !isBad;

const columns = {
  fault: (row) => row.fault,
  server: (row) => row.server,
  transport: (row) => row.transport,
  kind: (row) => row.kind,
  way: (row) => row.way,
  sent: (row) => row.sent,
  received: (row) => row.received,
  lost: (row) => row.lost,
  doubled: (row) => row.doubled,
  'out of order': (row) => row.disordered,
  repeated: (row) => row.repeated,
  'back (ms)': (row) => row.back,
  '': (row) => [isGood(row) ? 'ok' : 'FAILED', ...(row.notes ?? [])].join(' · ').replace(/\s+/g, ' '),
};

/** The header, and a line as it is printed; each has the same columns. */
export const header = () => line(Object.keys(columns));
export const lineOf = (row) => line(Object.values(columns).map((read) => read(row)));

const widths = [16, 8, 9, 4, 20, 5, 8, 4, 7, 12, 8, 9, 0];

function line(cells) {
  const isNumber = (index) => index >= 5 && index < cells.length - 1;
  return cells
    .map((cell, index) => String(cell ?? '–')[isNumber(index) ? 'padStart' : 'padEnd'](widths[index]))
    .join('  ')
    .trimEnd();
}
