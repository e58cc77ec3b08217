// Runs the unit tests in real browsers: BROWSERS=chromium,firefox,webkit (chromium unless told).
import { existsSync } from 'node:fs';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { stropheFromSource } from './rollup.config.mjs';
import { chromiumFlags, chromiumPath } from './test/support/chromium.mjs';
import { plainReporter } from './test/support/plain-reporter.mjs';
import { asPlaywright } from './test/support/webdriver-page.mjs';

const launchers = {
  chromium: () =>
    chromeLauncher({
      launchOptions: { executablePath: chromiumPath(), args: chromiumFlags },
      // Each file by itself: storage and locks are shared by pages of one origin. And of two tabs in one browser the hidden
      // one gets no frames and no focus: each is told that it is the one in front.
      createPage: async ({ context }) => {
        const page = await (await context.browser().createBrowserContext()).newPage();
        const devtools = await page.createCDPSession();
        await devtools.send('Emulation.setFocusEmulationEnabled', { enabled: true });
        return page;
      },
    }),
  // Firefox by puppeteer's WebDriver BiDi.
  firefox: () =>
    Object.assign(
      chromeLauncher({
        concurrency: 1,
        launchOptions: {
          browser: 'firefox',
          executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr',
          headless: true,
        },
        // The first tab begins in the address bar; another one has the keyboard, and keeps it at Alt+1 where it is alone.
        // And ESR does not know how to turn a screen, which puppeteer asks for with every size.
        createPage: async ({ context }) => {
          const first = await context.pages();
          const page = await context.newPage();
          for (const other of first) await other.close();
          page.setViewport = ({ width, height }) =>
            page.mainFrame().browsingContext.setViewport({ viewport: { width, height } });
          return page;
        },
      }),
      { name: 'Firefox' },
    ),
  // WebKitGTK: test/support/webkit.sh starts Xvfb and WebKitWebDriver for it.
  webkit: async () => {
    const { webdriverLauncher } = await import('@web/test-runner-webdriver');
    return asPlaywright(
      webdriverLauncher({
        hostname: '127.0.0.1',
        port: Number(process.env.WEBKIT_DRIVER_PORT ?? 4455),
        path: '/',
        logLevel: 'error',
        capabilities: {
          browserName: 'MiniBrowser',
          'wdio:enforceWebDriverClassic': true,
          'webkitgtk:browserOptions': { binary: process.env.MINIBROWSER, args: ['--automation'] },
        },
      }),
    );
  },
};

const names = (process.env.BROWSERS ?? 'chromium').split(',');
const browsers = names.map((name) => launchers[name]());

/** A plugin that a test support file brings, e.g. a scripted server for the transport's tests. */
async function pluginFrom(file, name) {
  const url = new URL(file, import.meta.url);
  return existsSync(url) ? (await import(url.href))[name]() : undefined;
}
const support = await Promise.all([
  pluginFrom('./test/support/scripted-server.mjs', 'scriptedServerPlugin'),
  pluginFrom('./test/support/cases-plugin.mjs', 'casesPlugin'),
]);

export default {
  files: ['test/**/*.test.ts'],
  nodeResolve: { exportConditions: ['browser', 'development'] },
  // More than one at a time share a page of WebDriver's, as frames.
  concurrency: names.includes('webkit') ? 1 : 2,
  browsers: await Promise.all(browsers),
  // Generous, for machines that do other work as well: a test waits for states, so a limit costs only when it fails.
  browserStartTimeout: 60_000,
  testsFinishTimeout: 300_000,
  plugins: [
    stropheFromSource(),
    ...support.filter(Boolean),
    esbuildPlugin({ ts: true, target: 'es2022', tsconfig: 'tsconfig.json' }),
  ],
  filterBrowserLogs: ({ args }) => !String(args[0]).includes('Lit is in dev mode'),
  coverageConfig: {
    include: ['src/**/*.ts'],
    threshold: { statements: 0, branches: 0, functions: 0, lines: 90 },
    reporters: ['text-summary', 'lcovonly'],
  },
  testFramework: { config: { timeout: 20_000 } },
  reporters: [defaultReporter({ reportTestProgress: process.stdout.isTTY }), plainReporter()],
};
