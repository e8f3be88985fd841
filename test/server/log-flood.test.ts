/** Whatever clients send, the log stays short, and each line of it is JSON. */
import { execFile } from 'node:child_process';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { WebSocket } from 'ws';
import { expect, it } from 'vitest';
import { newFolder } from './journal/folder.ts';
import { run } from './product.ts';

const TIMES = 150;
const MOST_LINES = 20;

/** Sends bytes, and breaks the connection once something comes back or some time has passed. */
function poke(port: number, ...parts: (string | Uint8Array)[]): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      for (const part of parts) socket.write(part);
    });
    const end = (): void => void socket.resetAndDestroy();
    socket.once('data', end).setTimeout(100, end);
    socket.on('error', () => {}).once('close', () => resolve());
  });
}

function post(body: string, length = body.length): string {
  const head = 'POST /matchmake/create/arena HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
  return `${head}Content-Length: ${length}\r\n\r\n${body}`;
}

const UPGRADE =
  'HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';

const BYTES: readonly (readonly (string | Uint8Array)[])[] = [
  ['GARBAGE\r\n\r\n'],
  ['GET /% HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['GET /api/replays/%E0%A4%A HTTP/1.1\r\nHost: x\r\n\r\n'],
  [post('{"a"', 500)],
  [post('{"a"')],
  [post('{"seats":-1}')],
  [`GET / ${UPGRADE}`, new Uint8Array([0xff, 0xff, 1, 2, 3])],
  [`GET /x/ABCDE?sessionId=me ${UPGRADE}`, new Uint8Array([0x82, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0])],
  [`GET /x/ABCDE?sessionId=me&reconnectionToken=x ${UPGRADE}`, new Uint8Array([0x81, 0x82, 0, 0, 0, 0, 0xff, 0xfe])],
];

it('an attack of bad requests, joins and frames leaves a few lines in the log, and each is JSON', async () => {
  const server = run({ PORT: '0', DATA_DIR: newFolder(), PLAYERS_PER_ADDRESS: '100000' });
  const url = await server.opened();
  const port = Number(new URL(url).port);
  for (let time = 0; time < TIMES; time++) await Promise.all(BYTES.map((parts) => poke(port, ...parts)));
  for (let time = 0; time < 30; time++) {
    const seat = await fetch(`${url}/matchmake/create/arena`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Ann', private: true }),
    }).then((response) => response.json() as Promise<{ processId: string; roomId: string; sessionId: string }>);
    const socket = new WebSocket(`ws://127.0.0.1:${port}/${seat.processId}/${seat.roomId}?sessionId=${seat.sessionId}`);
    socket.on('error', () => {});
    await new Promise((resolve) => socket.once('message', resolve).once('close', resolve));
    const frames = [[0x13, 0x9f, 1, 2], [0x0d, 0xff], [0x11, 1, 0xdb, 0xff, 0xff, 0xff, 0xff], [0xff]];
    socket.send(new Uint8Array(frames[time % frames.length]!));
    socket.send(new Uint8Array(70_000));
    await new Promise((resolve) => socket.once('close', resolve));
  }
  // What is logged of the last ones comes before the server ends.
  server.child.kill('SIGTERM');
  const { err } = await server.ended;
  const lines = err.split('\n').filter((line) => line !== '');
  for (const line of lines) expect(() => JSON.parse(line), line).not.toThrow();
  expect(
    lines.length,
    lines
      .slice(0, 40)
      .map((l) => l.slice(0, 130))
      .join('\n'),
  ).toBeLessThanOrEqual(MOST_LINES);
});

const PRINTS = `
  import { takeLibraryOutput } from './server/library-output.ts';
  import { createLog } from './server/log.ts';
  const log = createLog('debug');
  takeLibraryOutput(log);
  for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace']) console[method]('%s\\n of', method, { a: [1] });
  console.error(new Error('a stack'));
  process.emitWarning('do not', 'OldWarning');
  setImmediate(() => {
    for (let time = 0; time < 500; time++) console.warn('again', time);
    log.flush();
  });
`;

it('output of libraries and warnings of Node become lines of the log, within its bound', async () => {
  const words = ['--input-type=module', '-e', PRINTS];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, words);
  const lines = stderr
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(stdout).toBe('');
  expect(lines.slice(0, 8)).toMatchObject([
    ...['log', 'info', 'warn', 'error', 'debug', 'trace'].map((method) => ({
      from: 'console',
      msg: expect.stringContaining(`${method}\n of`),
    })),
    { from: 'console', level: 40, msg: expect.stringContaining('Error: a stack') },
    { from: 'node', level: 40, msg: 'OldWarning: do not' },
  ]);
  expect(lines.at(-1)).toMatchObject({ msg: 'log lines suppressed', kind: 'console' });
  expect(lines.length).toBeLessThan(80);
});
