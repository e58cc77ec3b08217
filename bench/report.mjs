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

/** Rows of one case: a measure's median and, unless `isShort`, spread by candidate, and how ours compares. */
export function rowsOf({ name, results }, isShort = false) {
  const measures = [...new Set(Object.values(results).flat().flatMap(Object.keys))];
  return measures.map((measure) => {
    const values = Object.fromEntries(
      Object.entries(results).map(([candidate, trials]) => [candidate, trials.map((trial) => trial[measure])]),
    );
    const ratioTo = (candidate) => ratio(median(values.ours ?? []), median(values[candidate] ?? []));
    const cells = shown.map((candidate) => cell(values[candidate], isShort));
    return [name, measure, ...cells, ...others.map(ratioTo)];
  });
}

const others = ['floor', 'batched', 'converse'];
const shown = [...others, 'ours', 'preloaded'];

/** A page with the medians of all cases between two comments that say so. */
export function withNumbers(page, { cases }) {
  const rows = cases.flatMap((each) => rowsOf(each, true));
  return page.replace(/(<!-- numbers -->\n)[^]*?(\n<!-- \/numbers -->)/, (_, start, end) => start + table(rows) + end);
}

/** Without columns that say nothing. */
export function table(rows) {
  const heads = ['case', 'measure', ...shown, ...others.map((candidate) => `ours/${candidate}`)];
  const columns = heads.map((_, column) => column).filter((column) => rows.some((row) => row[column] !== '–'));
  const [head, ...cells] = [heads, ...rows].map((row) => columns.map((column) => row[column]));
  const all = [head, ...cells];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((text, column) => text.padEnd(widths[column])).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)].join('\n');
}

/** The median, and the least and the most where they differ. */
function cell(values = [], isShort) {
  const known = values.filter((value) => value !== undefined);
  if (!values.length) return '–';
  if (!known.length) return 'did not finish';
  const [least, most] = [written(Math.min(...known)), written(Math.max(...known))];
  const missing = values.length - known.length;
  const spread = isShort || least === most ? '' : ` (${least}–${most})`;
  return `${written(median(known))}${spread}${missing ? `, ${missing} of ${values.length} did not finish` : ''}`;
}

function written(value) {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toFixed(digits);
}

function ratio(ours, theirs) {
  return ours === undefined || !theirs ? '–' : `${(ours / theirs).toFixed(2)}×`;
}
