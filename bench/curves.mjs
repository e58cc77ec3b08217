// How cost grows, as pictures that need nothing else: one file a quantity, one panel a measure, one line a candidate.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median } from './report.mjs';

const MEASURES = ['main thread, ms', 'memory of the process, MB', 'elements'];
const COLORS = { floor: '#b45309', batched: '#6b7280', converse: '#be123c', ours: '#2563eb' };
const WIDTH = 250;
const HEIGHT = 170;
const MARGIN = { left: 52, right: 14, top: 30, bottom: 40 };
const STEP = MARGIN.left + WIDTH + MARGIN.right;

/** @returns {string[]} the files written: one for each quantity that was measured at two places or more. */
export function writeCurves({ cases, date, machine }, folder) {
  mkdirSync(folder, { recursive: true });
  const quantities = [...new Set(cases.flatMap(({ curve }) => curve?.of ?? []))];
  return quantities.flatMap((quantity) => {
    const points = cases
      .filter(({ curve }) => curve?.of === quantity)
      .sort((one, other) => one.curve.at - other.curve.at);
    if (points.length < 2) return [];
    const path = join(folder, `cost-of-${quantity}.svg`);
    writeFileSync(path, drawn(quantity, points, `${date.slice(0, 10)}, ${machine}`));
    return [path];
  });
}

function drawn(quantity, points, about) {
  const [width, height] = [STEP * MEASURES.length, MARGIN.top + HEIGHT + MARGIN.bottom + 34];
  const names = Object.keys(COLORS).filter((name) => points.some(({ results }) => results[name]));
  const legend = names.map(
    (name, index) =>
      `<rect x="${MARGIN.left + index * 90}" y="${height - 26}" width="12" height="4" rx="2" fill="${COLORS[name]}"/>` +
      `<text x="${MARGIN.left + 18 + index * 90}" y="${height - 20}">${name}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="What ${quantity} cost">
<style>text{font:12px system-ui,sans-serif;fill:#444}.title{font-weight:600}.axis{stroke:#8885}@media(prefers-color-scheme:dark){text{fill:#bbb}}</style>
${MEASURES.map((measure, index) => panel(measure, quantity, points, names, index * STEP)).join('\n')}
${legend.join('')}
<text x="${width - MARGIN.right}" y="${height - 20}" text-anchor="end">${about}</text>
</svg>
`;
}

function panel(measure, quantity, points, names, left) {
  const lines = names.map((name) => ({
    name,
    places: points.flatMap(({ curve, results }) => {
      const value = median((results[name] ?? []).map((trial) => trial[measure]));
      return value === undefined ? [] : [{ at: curve.at, value }];
    }),
  }));
  const mostAt = Math.max(...points.map(({ curve }) => curve.at));
  const most = rounded(Math.max(...lines.flatMap(({ places }) => places.map(({ value }) => value))));
  const x = (at) => (left + MARGIN.left + (at / mostAt) * WIDTH).toFixed(1);
  const y = (value) => (MARGIN.top + HEIGHT - (value / most) * HEIGHT).toFixed(1);
  const rules = [0, 0.5, 1].map((share) => {
    const value = most * share;
    return (
      `<line class="axis" x1="${x(0)}" x2="${x(mostAt)}" y1="${y(value)}" y2="${y(value)}"/>` +
      `<text x="${Number(x(0)) - 6}" y="${Number(y(value)) + 4}" text-anchor="end">${value.toLocaleString('en')}</text>`
    );
  });
  const marks = [0, mostAt].map(
    (at) =>
      `<text x="${x(at)}" y="${MARGIN.top + HEIGHT + 16}" text-anchor="${at ? 'end' : 'start'}">${at.toLocaleString('en')}${at ? ` ${quantity}` : ''}</text>`,
  );
  const curves = lines.map(({ name, places }) => {
    const dots = places.map(({ at, value }) => `<circle cx="${x(at)}" cy="${y(value)}" r="3" fill="${COLORS[name]}"/>`);
    const path = places.map(({ at, value }) => `${x(at)},${y(value)}`).join(' ');
    return `<polyline points="${path}" fill="none" stroke="${COLORS[name]}" stroke-width="2"/>${dots.join('')}`;
  });
  return `<text class="title" x="${x(0)}" y="16">${measure}</text>${rules.join('')}${marks.join('')}${curves.join('')}`;
}

/** The next number that reads well on an axis. */
function rounded(value) {
  const size = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 6, 8, 10].find((step) => step * size >= value) * size;
}
