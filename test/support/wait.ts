import { waitUntil as waitUntilWithin } from '@open-wc/testing';

/** As `waitUntil` of @open-wc/testing, for as long as a busy machine may take to get there. */
export const waitUntil: typeof waitUntilWithin = (predicate, message, options) =>
  waitUntilWithin(predicate, message, { interval: 20, timeout: 10_000, ...options });
