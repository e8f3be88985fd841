import { createServer } from 'node:http';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { HTTP_LIMITS } from '../../../server/host/limits.ts';
import { limitConnections, logPortErrors } from '../../../server/http/open-files.ts';
import { get, RawConnection } from './raw-connection.ts';
import { listen } from '../../support/listen.ts';

const RESERVED = 256;

function bounded(files: number) {
  const logged: string[] = [];
  const log = pino({}, { write: (line) => void logged.push(line) });
  const server = createServer((_request, response) => response.end('answer'));
  limitConnections(server, log, files);
  logPortErrors(server, log);
  return { server, logged };
}

it('connections: there are as many as the process may have', () => {
  const { server, logged } = bounded(Infinity);
  expect(server.maxConnections).toBe(HTTP_LIMITS.connections);
  expect(logged).toEqual([]);
});

it('connections: they leave files to the journal, and the log tells what to do where there are few', () => {
  const { server, logged } = bounded(1_024);
  expect(server.maxConnections).toBe(1_024 - RESERVED);
  expect(logged.length).toBe(1);
  expect(logged[0]).toMatch(/"connections":768,.*open files limited.*ulimit -n/);
});

it('connections: one more is closed, and the log tells what to do', async () => {
  const { server, logged } = bounded(RESERVED);
  const port = await listen(server);
  const all = await Promise.all(
    Array.from({ length: server.maxConnections }, () => RawConnection.open(port, get('/'))),
  );
  await Promise.all(all.map((connection) => connection.got(/answer/)));
  expect(await (await RawConnection.open(port, get('/'))).closed).toBe('');
  expect(logged.length).toBe(2);
  expect(logged[1]).toMatch(/"address":"127.0.0.1",.*connection refused.*ulimit -n/);
  await all[0]?.got(/answer/);
});

it('the log tells what to do when no file is left for a connection', () => {
  const { server, logged } = bounded(Infinity);
  server.emit('error', Object.assign(new Error('accept'), { code: 'EMFILE' }));
  expect(logged.length).toBe(1);
  expect(logged[0]).toMatch(/no open file left.*ulimit -n/);
});
