import { spawn } from 'node:child_process';
import { root } from './setup.mjs';

/** `npm start` on a port of its own. Resolves once it serves, with the way to end it. */
export async function startDemo(port) {
  const demo = spawn('node', ['demo/start.mjs'], {
    cwd: root,
    env: { ...process.env, PORT: port },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((done) => demo.once('exit', done));
  await new Promise((ready, fail) => {
    demo.stdout.setEncoding('utf8').on('data', (text) => text.includes('Ctrl+C') && ready());
    void ended.then((code) => fail(new Error(`npm start ended with ${code}`)));
  });
  return {
    async stop() {
      demo.kill('SIGINT');
      await ended;
    },
  };
}
