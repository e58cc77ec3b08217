import { existsSync } from 'node:fs';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The machine's own Chromium or Chrome; `CHROMIUM` names another. Nothing is ever downloaded. */
export const chromiumPath = () => process.env.CHROMIUM ?? places.find(existsSync) ?? places[0];

export const chromiumFlags = [
  '--headless',
  '--no-sandbox', // it does not start for root
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage', // containers give /dev/shm 64 MB
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
