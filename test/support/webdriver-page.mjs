// The keys that have no sign of their own, as WebDriver writes them.
const KEYS = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  Alt: '\uE00A',
  Escape: '\uE00C',
  PageUp: '\uE00E',
  PageDown: '\uE00F',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Delete: '\uE017',
  F2: '\uE032',
  F8: '\uE038',
};

const keyAction = (type) => (key) => ({ type, value: KEYS[key] ?? key });
const down = keyAction('keyDown');
const up = keyAction('keyUp');

/**
 * Has a WebDriver launcher take the commands of tests as Playwright would: through WebDriver, the runner's own can neither hold
 * a key nor size the page.
 */
export function asPlaywright(launcher) {
  const perform = (source) => launcher.driver.performActions([source]);
  const keys = (...actions) => perform({ type: 'key', id: 'keyboard', actions });
  const pointer = (...actions) =>
    perform({ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions });
  const page = {
    keyboard: {
      type: (text) => keys(...[...text].flatMap((key) => [down(key), up(key)])),
      press: (key) => keys(down(key), up(key)),
      down: (key) => keys(down(key)),
      up: (key) => keys(up(key)),
    },
    mouse: { move: (x, y) => pointer({ type: 'pointerMove', duration: 0, x, y }) },
    async setViewportSize({ width, height }) {
      const { driver } = launcher;
      const [frameWidth, frameHeight] = await driver.execute(
        'return [outerWidth - innerWidth, outerHeight - innerHeight]',
      );
      await driver.setWindowRect(null, null, width + frameWidth, height + frameHeight);
    },
  };
  return Object.assign(launcher, { type: 'playwright', getPage: () => page });
}
