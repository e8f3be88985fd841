import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { MatchRecord } from '../../server/journal/store.ts';
import { ByteReader, ByteWriter, readValue, writeValue } from '../../shared/runtime/host.ts';
import { openPrivateTable, setName, takeSeat, untilPhase } from './dice-table.ts';
import { browserTest } from './browser-test.ts';

const UPDATED = 'The server was updated, and this match could not be carried over.';
const LATE = 'away for too long';

/** The server has new code: states have another shape than those that clients know. */
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

async function friends(open: (path: string) => Promise<Page>): Promise<{ ann: Page; bo: Page; code: string }> {
  const ann = await open('/');
  await setName(ann, 'Ann');
  const code = await openPrivateTable(ann, 2);
  const bo = await open(`/t/${code}`);
  await takeSeat(bo, 'Bo');
  await Promise.all([untilPhase(ann, 'bidding'), untilPhase(bo, 'bidding')]);
  return { ann, bo, code };
}

browserTest(
  'whose match could not be carried over to an updated server is told so, at once and when they come back later',
  { timeout: 600_000 },
  async ({ open, server }) => {
    const { ann, bo, code } = await friends(open);
    const visitor = bo.context();
    await bo.close();
    await server.restart('SIGKILL', 0, () => changeStates(server.folder));
    const dialog = ann.getByRole('dialog');
    await dialog.getByText(UPDATED).waitFor();
    await dialog.getByRole('button', { name: 'Watch the replay' }).waitFor();

    const again = await visitor.newPage();
    await again.goto(`/t/${code}`);
    await again.getByText(UPDATED).waitFor();
    expect(await again.getByText(LATE).count()).toBe(0);
  },
);

browserTest(
  'a closed tab learns what became of its match, also from a server that was started again since',
  { timeout: 600_000 },
  async ({ open, server }) => {
    const { bo, code } = await friends(open);
    const visitor = bo.context();
    await bo.close();
    await server.restart('SIGKILL', 0, () => changeStates(server.folder));
    await server.restart();
    const again = await visitor.newPage();
    await again.goto(`/t/${code}`);
    await again.getByText(UPDATED).waitFor();
    await again.getByRole('button', { name: 'Watch the replay' }).waitFor();
    expect(await again.getByText(LATE).count()).toBe(0);
  },
);

browserTest(
  'whose table is gone with the data of the server is told that, and nothing of having been away',
  { timeout: 600_000 },
  async ({ open, server }) => {
    const { ann, bo, code } = await friends(open);
    const visitor = bo.context();
    await bo.close();
    await server.restart('SIGKILL', 0, () => rm(server.folder, { recursive: true }));
    await ann.getByRole('dialog').getByText('This table is gone').waitFor();
    await ann.getByRole('dialog').getByRole('button', { name: 'Find another table' }).waitFor();

    const again = await visitor.newPage();
    await again.goto(`/t/${code}`);
    await again.getByRole('heading', { name: 'This table is gone' }).waitFor();
    expect(await again.getByText(LATE).count()).toBe(0);
  },
);
