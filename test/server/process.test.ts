import { readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { ColyseusSDK } from '@colyseus/sdk';
import { expect, it } from 'vitest';
import { closing } from '../support/test-server.ts';
import { run, start } from './product.ts';
import { listen } from '../support/listen.ts';

it.each([
  [{ PORT: 'high' }, /^PORT is a number from 0 to 65535 \(it is "high"\)\n$/],
  [{ OPERATOR_PASSWORD: 'short' }, /^OPERATOR_PASSWORD has at least 8 characters \(it is hidden\)\n$/],
  [{ COMMIT_LEVEL: 'paper' }, /^COMMIT_LEVEL is "process" or "disk" \(it is "paper"\)\n$/],
  [{ PORT: '0', HOST: '203.0.113.7' }, /^There is no address 203.0.113.7 here: check HOST.\n$/],
])('a bad setting %o is one clear line, and exit 1', async (environment, line) => {
  const { code, err, out } = await run(environment).ended;
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(line);
});

it('a taken port is one clear line, and exit 1', async () => {
  const port = await listen(createServer());
  const { code, err, out } = await run({ PORT: String(port) }).ended;
  expect({ code, err, out }).toEqual({ code: 1, err: `Port ${port} is taken: set PORT to another one.\n`, out: '' });
});

it('--help tells every setting', async () => {
  const { code, out } = await run({}, '--help').ended;
  expect(code).toBe(0);
  for (const name of ['PORT', 'HOST', 'DATA_DIR', 'COMMIT_LEVEL', 'OPERATOR_PASSWORD', 'LOG_LEVEL'])
    expect(out).toContain(name);
});

it('a word that it does not know is one clear line, and exit 1', async () => {
  const { code, err } = await run({}, '--port').ended;
  expect({ code, err }).toEqual({ code: 1, err: 'There is no option "--port": --help lists the settings.\n' });
});

it.each(['SIGTERM', 'SIGINT'] as const)(
  'on %s it lets its clients come back later, and ends with 0',
  async (signal) => {
    // A server that runs as root warns.
    const server = run({ PORT: '0', LOG_LEVEL: 'error' });
    const url = await server.opened();
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    const room = await new ColyseusSDK(url).create('liars-dice', { name: 'Ann' });
    room.reconnection.enabled = false;
    const closed = closing(room);
    server.child.kill(signal);
    expect(await closed).toMatchObject({ code: 4010 });
    const { code, out, err } = await server.ended;
    expect({ code, out }).toEqual({ code: 0, out: `Greenroom is open at ${url}\n` });
    // On a machine under load it may be out of time.
    expect(err).toBeOneOf(['', 'The server did not close within 5 s, and ends. Its journal has everything.\n']);
  },
);

it('a server keeps its compiled code as soon as it is open, so that one that is killed starts again in half the time', async () => {
  const compiled = join(import.meta.dirname, '../../node_modules/.cache/greenroom');
  rmSync(compiled, { recursive: true, force: true, maxRetries: 5 });
  await run({ PORT: '0' }).opened();
  const kept = () => readdirSync(compiled, { recursive: true }).length;
  await expect.poll(kept).toBeGreaterThan(100);
});

it('a server whose npm shell was ended by a signal ends too, in the same way', async () => {
  const shell = start(['sh', '-c', `"${process.execPath}" server/main.ts; exit $?`], { PORT: '0' });
  const room = await new ColyseusSDK(await shell.opened()).create('liars-dice', { name: 'Ann' });
  room.reconnection.enabled = false;
  const closed = closing(room);
  shell.child.kill('SIGTERM');
  expect(await closed).toMatchObject({ code: 4010 });
  // The server was the last one to hold this end.
  await shell.ended;
});
