/** When to try again. Full jitter: after an outage a thousand pages must not come back in the same second. */

const BASE = 1000;
const CEILING = 60_000;
/** A stream that was up this long, in ms, was a good one: its loss is worth an attempt at once. */
export const HELD = 30_000;

/**
 * How long to wait before an attempt, in ms.
 *
 * @param attempt 0 for the first after a loss.
 * @param upFor for how long the lost stream was up, in ms.
 */
export function delayBefore(attempt: number, upFor: number, random: () => number = Math.random): number {
  if (attempt === 0 && upFor >= HELD) return 0;
  return Math.round(random() * Math.min(CEILING, BASE * 2 ** attempt));
}

/** Conditions that trying again by itself cannot mend, or would make worse: it takes a person. */
export function isFinal(condition: string): boolean {
  return FINAL.has(condition);
}

const FINAL = new Set([
  'not-authorized',
  'no-mechanism',
  'server-unverified',
  'no-service',
  'conflict',
  'credentials-expired',
  'account-disabled',
  'invalid-authzid',
  'malformed-request',
  'host-unknown',
  'host-gone',
  'policy-violation',
]);
