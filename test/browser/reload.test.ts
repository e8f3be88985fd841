import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { Relay } from '../support/relay.ts';
import { openPrivateTable, ownDice, setName, takeSeat, untilPhase } from './dice-table.ts';
import { browserTest } from './browser-test.ts';

/** The steps of a return to a seat. The page is reloaded right after one of them. */
const PHASES = [
  { name: 'the socket is open', event: 'open', count: 0 },
  { name: 'the seat is confirmed by the server', event: 'framereceived', count: 1 },
  { name: 'the seat is confirmed by the page', event: 'framesent', count: 1 },
  { name: 'the state is here', event: 'framereceived', count: 2 },
  { name: 'the welcome has come', event: 'framereceived', count: 3 },
] as const;

/** Reloads the page, and resolves when the connection has come this far. */
async function reloadUpTo(page: Page, { event, count }: (typeof PHASES)[number]): Promise<void> {
  const websocket = page.waitForEvent('websocket');
  await page.reload({ waitUntil: 'commit' });
  const socket = await websocket;
  if (event === 'open') return;
  await new Promise<void>((resolve) => {
    let frames = 0;
    const counted = (): void => void (++frames === count && resolve());
    if (event === 'framesent') socket.on('framesent', counted);
    else socket.on('framereceived', counted);
    socket.on('close', () => resolve());
  });
}

browserTest(
  'a page that is reloaded at any step of its return keeps its seat, on a slow connection',
  { timeout: 600_000 },
  async ({ open, visitor, server, onTestFinished }) => {
    const line = await Relay.open(server.url, { delayMs: 40, jitterMs: 5 });
    onTestFinished(() => line.close());
    const context = await visitor({ baseURL: line.url });
    const ann = await open('/');
    await setName(ann, 'Ann');
    const code = await openPrivateTable(ann, 2);
    const bo = await context.newPage();
    await bo.goto(`/t/${code}`);
    await takeSeat(bo, 'Bo');
    await Promise.all([untilPhase(ann, 'bidding'), untilPhase(bo, 'bidding')]);
    const dice = await ownDice(bo);
    for (const phase of PHASES) {
      for (let times = 3; times > 0; times--) await reloadUpTo(bo, phase);
      await bo.reload();
      expect(await ownDice(bo), phase.name).toEqual(dice);
    }
    expect(await ann.locator('.seat__name').getByText('Bo').count()).toBe(1);
  },
);

browserTest('a page that is reloaded before its first welcome has one seat', async ({ open }) => {
  const ann = await open('/');
  await setName(ann, 'Ann');
  const code = await openPrivateTable(ann, 3);
  const bo = await open(`/t/${code}`);
  await setName(bo, 'Bo');
  const websocket = bo.waitForEvent('websocket');
  await bo.getByRole('button', { name: 'Take a seat' }).click();
  await (await websocket).waitForEvent('framesent');
  await bo.reload();
  await bo.locator('.liars').waitFor();
  await ann.locator('.seat__name').getByText('Bo').waitFor();
  expect(await ann.locator('.seat__name').getByText('Bo').count()).toBe(1);
});
