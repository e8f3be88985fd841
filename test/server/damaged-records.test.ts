/** A server opens whatever one record of its journal is like, and all other matches come back. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { crc32 } from 'node:zlib';
import { ByteWriter, writeValue } from '../../shared/runtime/host.ts';
import { stateVersion } from '../../server/code-version.ts';
import type { MatchRecord } from '../../server/journal/store.ts';
import { writeMatch } from './crash/write-match.ts';
import { openTestServer } from '../support/test-server.ts';
import { newFolder, newLog, openStore } from './journal/folder.ts';
import { counter } from './games.ts';

type Change = (database: DatabaseSync) => void;

const start: MatchRecord['start'] = {
  format: 1,
  game: 'counter',
  matchId: 'WRONG-aaaaaaaaaa',
  seed: '1',
  options: { from: 0, bots: 0 },
  tickRate: 50,
  code: '',
};
const record: MatchRecord = { start, room: 'WRONG', private: false, reflection: stateVersion(counter) };

function recorded(value: unknown): Change {
  const writer = new ByteWriter();
  writeValue(writer, value);
  const bytes = writer.take();
  return (database) => {
    database.prepare('UPDATE matches SET record = ?, record_crc = ? WHERE slot = 1').run(bytes, crc32(bytes));
  };
}

function updated(sql: string, ...values: (number | string | Uint8Array)[]): Change {
  return (database) => void database.prepare(sql).run(...values);
}

const noise = Buffer.from('this is no checkpoint, and no frame either');

it.each<[string, Change]>([
  ['null', recorded(null)],
  ['text', recorded('a match')],
  ['without a start frame', recorded({ ...record, start: undefined })],
  ['of an unknown game', recorded({ ...record, start: { ...start, game: 'chess' } })],
  ['of a game that every object has', recorded({ ...record, start: { ...start, game: 'constructor' } })],
  ['with options that are none', recorded({ ...record, start: { ...start, options: null } })],
  ['with a tick rate that no game has', recorded({ ...record, start: { ...start, tickRate: 0.001 } })],
  [
    'of the room of another match',
    recorded({ ...record, room: 'RIGHT', start: { ...start, matchId: 'RIGHT-bbbbbbbbbb' } }),
  ],
  ['of a room without a name', recorded({ ...record, room: '' })],
  ['of another state', recorded({ ...record, reflection: 'another' })],
  [
    'with bytes that are none',
    updated('UPDATE matches SET record = ?, record_crc = ? WHERE slot = 1', noise, crc32(noise)),
  ],
  ['with a last tick that never comes', updated('UPDATE matches SET last_tick = ? WHERE slot = 1', 10 ** 13)],
  ['with a negative last tick', updated('UPDATE matches SET last_tick = ? WHERE slot = 1', -5)],
  ['with negative attempts', updated('UPDATE matches SET attempts = ? WHERE slot = 1', -1)],
  ['that was cut', updated('UPDATE matches SET cut = ? WHERE slot = 1', 10)],
  [
    'with a checkpoint that is none',
    updated('INSERT OR REPLACE INTO checkpoints (slot, tick, bytes, crc) VALUES (1, 20, ?, ?)', noise, crc32(noise)),
  ],
  ['with frames that are none', updated('UPDATE segments SET frames = ?, crc = ? WHERE slot = 1', noise, crc32(noise))],
  ['without frames', updated('DELETE FROM segments WHERE slot = 1')],
])('a record %s costs its match alone', async (what, change) => {
  const folder = newFolder();
  const store = await openStore(folder);
  await writeMatch(store, counter, { room: 'WRONG', ticks: 1_200, options: start.options as object });
  await writeMatch(store, counter, { room: 'RIGHT', ticks: 1_200, options: start.options as object });
  await store.close();
  const database = new DatabaseSync(join(folder, 'greenroom.db'));
  change(database);
  database.close();

  const ofStore = newLog();
  const journal = await openStore(folder, { log: ofStore.log });
  const { server, logged } = await openTestServer({ journal });
  expect(server.host.rooms.get('RIGHT')?.match.tick).toBeGreaterThanOrEqual(1_200);
  expect(server.host.rooms.get('RIGHT')?.match.players).toHaveLength(1);
  const told = [...ofStore.logged, ...logged.map((line) => JSON.parse(line) as { level: number })];
  const errors = told.filter(({ level }) => level >= 50);
  expect(errors.length).toBeGreaterThan(0);
  const isRight = what === 'of the room of another match';
  for (const error of errors) expect(JSON.stringify(error)).toContain(isRight ? 'RIGHT' : 'WRONG');
});
