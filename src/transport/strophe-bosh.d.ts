/** Strophe's BOSH on its own, as the build cuts it out (rollup.config.mjs). */
declare module 'strophe.js/bosh' {
  import { Strophe } from 'strophe.js';
  export const Bosh: typeof Strophe.Bosh;
}
