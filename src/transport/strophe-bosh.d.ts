/** Strophe's BOSH on its own, as the build cuts it out (rollup.config.mjs). */
declare module 'strophe.js/bosh' {
  import type { Strophe } from 'strophe.js';
  export const Bosh: typeof Strophe.Bosh;
}
