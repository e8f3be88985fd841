import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { expect } from 'vitest';
import type { MatchRecord } from '../../server/journal/store.ts';
import { ByteReader, ByteWriter, readValue, writeValue } from '../../shared/runtime/host.ts';
import { closeTab, twoFriends } from './dice-table.ts';
import { browserTest } from './browser-test.ts';

const UPDATED = 'The server was updated, and this match could not be carried over.';
const LATE = 'away for too long';

/** Simulates a new version of the server with another shape of the state. */
function changeStates(folder: string): void {
  const database = new DatabaseSync(join(folder, 'greenroom.db'));
  for (const { slot, record } of database.prepare('SELECT slot, record FROM matches').all()) {
    const known = readValue(new ByteReader(record as Uint8Array)) as MatchRecord;
    const writer = new ByteWriter();
    writeValue(writer, { ...known, reflection: 'another', start: { ...known.start, code: 'another' } });
    const bytes = writer.take();
    const change = database.prepare('UPDATE matches SET record = ?, record_crc = ? WHERE slot = ?');
    change.run(bytes, crc32(bytes), slot as number);
  }
  database.close();
}

browserTest(
  'a player whose match could not be carried over to an updated server sees that, at once and on a later return',
  { timeout: 600_000 },
  async ({ open, server }) => {
    const { ann, bo, code } = await twoFriends(open);
    const openTab = await closeTab(bo);
    await server.restart('SIGKILL', 0, () => changeStates(server.folder));
    const dialog = ann.getByRole('dialog');
    await dialog.getByText(UPDATED).waitFor();
    await dialog.getByRole('button', { name: 'Watch the replay' }).waitFor();

    const again = await openTab(`/t/${code}`);
    await again.getByText(UPDATED).waitFor();
    expect(await again.getByText(LATE).count()).toBe(0);
  },
);

browserTest(
  'a closed tab learns what became of its match, also after another restart of the server',
  { timeout: 600_000 },
  async ({ open, server }) => {
    const { bo, code } = await twoFriends(open);
    const openTab = await closeTab(bo);
    await server.restart('SIGKILL', 0, () => changeStates(server.folder));
    await server.restart();
    const again = await openTab(`/t/${code}`);
    await again.getByText(UPDATED).waitFor();
    await again.getByRole('button', { name: 'Watch the replay' }).waitFor();
    expect(await again.getByText(LATE).count()).toBe(0);
  },
);

browserTest(
  'a player whose table was lost with the server’s data sees that, and is not blamed for being away',
  { timeout: 600_000 },
  async ({ open, server }) => {
    const { ann, bo, code } = await twoFriends(open);
    const openTab = await closeTab(bo);
    await server.restart('SIGKILL', 0, () => rm(server.folder, { recursive: true }));
    await ann.getByRole('dialog').getByText('This table is gone').waitFor();
    await ann.getByRole('dialog').getByRole('button', { name: 'Find another table' }).waitFor();

    const again = await openTab(`/t/${code}`);
    await again.getByRole('heading', { name: 'This table is gone' }).waitFor();
    expect(await again.getByText(LATE).count()).toBe(0);
  },
);
