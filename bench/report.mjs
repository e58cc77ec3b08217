// Numbers to a table that a person reads.

export function median(numbers) {
  const sorted = numbers.filter((number) => number !== undefined).sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : sorted.length ? (sorted[middle - 1] + sorted[middle]) / 2 : undefined;
}

export function percentile(numbers, share) {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** Rows of one case: a measure's median and spread by candidate, and how ours compares. */
export function rowsOf({ name, results }) {
  const measures = [...new Set(Object.values(results).flat().flatMap(Object.keys))];
  return measures.map((measure) => {
    const values = Object.fromEntries(
      Object.entries(results).map(([candidate, trials]) => [candidate, trials.map((trial) => trial[measure])]),
    );
    const ratioTo = (candidate) => ratio(median(values.ours ?? []), median(values[candidate] ?? []));
    const cells = ['floor', 'batched', 'ours'].map((candidate) => cell(values[candidate]));
    return [name, measure, ...cells, ratioTo('floor'), ratioTo('batched')];
  });
}

export function table(rows) {
  const head = ['case', 'measure', 'floor', 'batched', 'ours', 'ours/floor', 'ours/batched'];
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((text, column) => text.padEnd(widths[column])).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** The median, and the least and the most where they differ. */
function cell(values = []) {
  const known = values.filter((value) => value !== undefined);
  if (!values.length) return '–';
  if (!known.length) return 'did not finish';
  const [least, most] = [written(Math.min(...known)), written(Math.max(...known))];
  const missing = values.length - known.length;
  const spread = least === most ? '' : ` (${least}–${most})`;
  return `${written(median(known))}${spread}${missing ? `, ${missing} of ${values.length} did not finish` : ''}`;
}

function written(value) {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toFixed(digits);
}

function ratio(ours, theirs) {
  return ours === undefined || !theirs ? '–' : `${(ours / theirs).toFixed(2)}×`;
}
