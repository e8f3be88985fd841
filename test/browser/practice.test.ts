import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { browserTest } from './browser-test.ts';
import { tabTo } from './focus.ts';
import { ownDice, table, untilPhase } from './dice-table.ts';
import { measureLoudness, loudness } from './loudness.ts';
import { untilSpawned, walks } from './arena-map.ts';

browserTest(
  'in arena practice the countdown is audible, and the fighter moves by keys',
  { timeout: 600_000 },
  async ({ open }) => {
    const page = await open('/practice/arena', { viewport: { width: 480, height: 360 } });
    await measureLoudness(page);
    await page.getByRole('radio', { name: '1', exact: true }).check({ force: true });
    await page.getByRole('radio', { name: 'Easy' }).check({ force: true });
    await page.getByRole('button', { name: 'Into the arena' }).click();
    await expect.poll(() => loudness(page), { timeout: 120_000 }).toBeGreaterThan(0.02);
    await untilSpawned(page);
    expect(await walks(page)).toBe(true);
  },
);

browserTest(
  'a round of Liar’s Dice is practised by keyboard and replayed while the server is gone',
  { timeout: 600_000 },
  async ({ open, server }) => {
    const page = await open('/');
    await untilPrepared(page);
    await server.close();

    await tabTo(page, 'Practise offline');
    await page.keyboard.press('Enter');
    await page.getByText('without a connection').waitFor();
    await tabTo(page, 'Deal me in');
    await page.keyboard.press('Enter');
    await untilPhase(page, 'bidding');
    expect(await ownDice(page)).toHaveLength(5);
    await playRound(page);
    await table(page).and(page.locator(':not([data-phase="reveal"])')).waitFor();

    await page.getByRole('button', { name: 'End the practice' }).click();
    await page.getByRole('button', { name: 'Watch the replay' }).click();
    await page.getByText('Replay', { exact: true }).waitFor();
    await page.getByRole('slider', { name: 'Time' }).waitFor();
    await table(page).waitFor();
  },
);

const DIST = join(import.meta.dirname, '../../dist/client');
/** Beginnings of the entries in the bundle's manifest that practice and its replay need. */
const NEEDED = [
  ...['practice/practice-page.tsx', 'replay/replay-page.tsx', 'replay/open-replay.ts', 'games/liars-dice/index.ts'],
  ...['_liars-dice-game', '../shared/games/liars-dice/bot.ts'],
];

interface LoadedScript {
  file: string;
  imports?: string[];
  css?: string[];
}

/** Waits until the page has everything that practice and its replay need. */
async function untilPrepared(page: Page): Promise<void> {
  const manifest = JSON.parse(await readFile(join(DIST, '.vite/manifest.json'), 'utf8')) as Record<
    string,
    LoadedScript
  >;
  const files = new Set<string>();
  const queue = Object.keys(manifest).filter((name) => NEEDED.some((each) => name.startsWith(each)));
  expect(queue).toHaveLength(NEEDED.length);
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const { file, imports = [], css = [] } = manifest[name]!;
    if (!files.has(file)) queue.push(...imports);
    for (const each of [file, ...css]) files.add(each);
  }
  await page.waitForFunction(
    (needed) => {
      const loaded = new Set(performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname));
      return needed.every((file) => loaded.has(`/${file}`));
    },
    [...files],
  );
}

/** Bids or challenges until the cups are lifted. */
async function playRound(page: Page): Promise<void> {
  const reveal = page.locator('.liars[data-phase="reveal"]');
  const raise = page.locator('.bid__raise:enabled');
  for (;;) {
    await raise.or(reveal).first().waitFor();
    if ((await reveal.count()) > 0) return;
    if ((await page.locator('.history__call').count()) > 0) await page.keyboard.press('c');
    else {
      await page.keyboard.press('6');
      for (let more = 0; more < 10; more += 1) await page.keyboard.press('ArrowUp');
      await page.keyboard.press('Enter');
    }
    await page.waitForTimeout(300);
  }
}
