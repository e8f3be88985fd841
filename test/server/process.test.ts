import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { ColyseusSDK } from '@colyseus/sdk';
import { expect, it, onTestFinished } from 'vitest';
import { closing } from './house.ts';

/** Runs the product in a process of its own. */
function run(environment: Record<string, string>, ...words: string[]) {
  const child = spawn(process.execPath, ['server/main.ts', ...words], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', HOST: '127.0.0.1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said = { out: '', err: '' };
  child.stdout.on('data', (bytes) => (said.out += bytes));
  child.stderr.on('data', (bytes) => (said.err += bytes));
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, ...said }));
  return {
    child,
    ended,
    async opened(): Promise<string> {
      for (;;) {
        const url = /http:\S+/.exec(said.out)?.[0];
        if (url !== undefined) return url;
        await Promise.race([once(child.stdout, 'data'), ended.then((end) => Promise.reject(new Error(end.err)))]);
      }
    },
  };
}

it.each([
  [{ PORT: 'high' }, /^PORT is a number from 0 to 65535 \(it is "high"\)\n$/],
  [{ OPERATOR_PASSWORD: 'short' }, /^OPERATOR_PASSWORD has at least 8 characters \(it is hidden\)\n$/],
  [{ PORT: '0', HOST: '203.0.113.7' }, /^There is no address 203.0.113.7 here: check HOST.\n$/],
])('a bad setting %o is one clear line, and exit 1', async (environment, line) => {
  const { code, err, out } = await run(environment).ended;
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(line);
});

it('a taken port is one clear line, and exit 1', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void holder.close());
  await once(holder, 'listening');
  const address = holder.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { code, err, out } = await run({ PORT: String(port) }).ended;
  expect({ code, err, out }).toEqual({ code: 1, err: `Port ${port} is taken: set PORT to another one.\n`, out: '' });
});

it('--help tells every setting', async () => {
  const { code, out } = await run({}, '--help').ended;
  expect(code).toBe(0);
  for (const name of ['PORT', 'HOST', 'OPERATOR_PASSWORD', 'LOG_LEVEL']) expect(out).toContain(name);
});

it('a word that it does not know is one clear line, and exit 1', async () => {
  const { code, err } = await run({}, '--port').ended;
  expect({ code, err }).toEqual({ code: 1, err: 'There is no option "--port": --help lists the settings.\n' });
});

it.each(['SIGTERM', 'SIGINT'] as const)(
  'on %s it lets its clients come back later, and ends with 0',
  async (signal) => {
    const server = run({ PORT: '0' });
    const url = await server.opened();
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    const room = await new ColyseusSDK(url).create('liars-dice', { name: 'Ann' });
    room.reconnection.enabled = false;
    const closed = closing(room);
    server.child.kill(signal);
    expect(await closed).toMatchObject({ code: 4010 });
    const { code, out, err } = await server.ended;
    expect({ code, out, err }).toEqual({ code: 0, out: `Greenroom is open at ${url}\n`, err: '' });
  },
);
