import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { browserTest } from './browser-test.ts';
import {
  closeTab,
  openPrivateTable,
  ownDice,
  playWithBots,
  say,
  setName,
  table,
  takeSeat,
  twoFriends,
  untilPhase,
  untilSaid,
} from './dice-table.ts';
import { watchForText } from './watch-for-text.ts';
import { Relay } from '../support/relay.ts';

browserTest('a lost connection is shown, and is restored without a reload', async ({ open }) => {
  const { ann, bo } = await twoFriends(open);
  const dice = await ownDice(bo);
  await bo.evaluate(() => Object.assign(window, { samePage: true }));

  await bo.context().setOffline(true);
  await bo.getByText('Connection lost').waitFor();
  await ann.locator('.seat__note').getByText('away').waitFor();
  expect(await bo.locator('.bid__raise').isDisabled()).toBe(true);

  const isBack = await watchForText(bo, '.connection-banner', 'You’re back');
  await bo.context().setOffline(false);
  await isBack();
  await ann.locator('.seat__note').getByText('away').waitFor({ state: 'detached' });
  expect(await ownDice(bo)).toEqual(dice);
  expect(await bo.evaluate(() => 'samePage' in window)).toBe(true);

  // The restored connection works both ways.
  await say(bo, 'I am back');
  await untilSaid(ann, 'I am back');
});

browserTest('chat written while disconnected is sent after the reconnection, once', async ({ open }) => {
  const { ann, bo } = await twoFriends(open);
  await bo.context().setOffline(true);
  await bo.getByText('Connection lost').waitFor();
  for (const text of ['from the dark', 'still dark']) await say(bo, text);
  await bo.context().setOffline(false);
  await untilSaid(ann, 'still dark');
  await bo.reload();
  await untilSaid(bo, 'still dark');
  for (const page of [ann, bo]) {
    expect(await page.locator('.chat__lines').getByText(/dark/).allTextContents()).toEqual([
      expect.stringContaining('from the dark'),
      expect.stringContaining('still dark'),
    ]);
  }
});

browserTest(
  'a connection that is cut, or goes silent without closing, is restored',
  async ({ visitor, server, onTestFinished }) => {
    const line = await Relay.open(server.url);
    onTestFinished(() => line.close());
    const context = await visitor({ baseURL: line.url });
    const ann = await context.newPage();
    await ann.goto('/');
    await playWithBots(ann, 1);
    await untilPhase(ann, 'rolling', 'bidding');

    // Both are restored at the first attempt, too fast for a banner.
    for (const fault of ['cut', 'silence'] as const) {
      const again = ann.waitForEvent('websocket');
      line[fault]();
      await (await again).waitForEvent('framereceived');
      await say(ann, `after the ${fault}`);
      await untilSaid(ann, `after the ${fault}`);
    }
  },
);

browserTest(
  'clients return to their seats after the server stood still for longer than their timeouts',
  { timeout: 600_000 },
  async ({ open, server }) => {
    const { ann, bo } = await twoFriends(open);
    const dice = await Promise.all([ann, bo].map(ownDice));
    const lost = Promise.all([ann, bo].map((page) => page.getByText('Connection lost').waitFor()));
    server.send('SIGSTOP');
    try {
      await lost;
      // Several reconnect attempts hang and are aborted.
      await sleep(20_000);
    } finally {
      server.send('SIGCONT');
    }
    for (const [index, page] of [ann, bo].entries()) {
      await page.getByText('Connection lost').waitFor({ state: 'detached' });
      expect(await ownDice(page)).toEqual(dice[index]);
      expect(await page.getByRole('dialog').count()).toBe(0);
    }
    await say(bo, 'still here');
    await untilSaid(ann, 'still here');
    expect(await ann.locator('.seat__note').getByText('away').count()).toBe(0);
  },
);

browserTest('a reloaded page and a closed tab return to their seat', async ({ open }) => {
  const { ann, bo, code } = await twoFriends(open);
  const dice = await ownDice(bo);
  await bo.reload();
  expect(await ownDice(bo)).toEqual(dice);

  const openTab = await closeTab(bo);
  await ann.locator('.seat__note').getByText('away').waitFor();
  const again = await openTab(`/t/${code}`);
  expect(await ownDice(again)).toEqual(dice);
  await ann.locator('.seat__note').getByText('away').waitFor({ state: 'detached' });

  await again.close();
  const throughLobby = await openTab('/');
  await throughLobby.getByRole('button', { name: 'Back to my seat' }).click();
  expect(await ownDice(throughLobby)).toEqual(dice);
});

browserTest('a tab that reconnects keeps its seat', async ({ open }) => {
  const { bo } = await twoFriends(open);
  await bo.clock.install();
  await bo.reload();
  await ownDice(bo);
  const heldAt = () => bo.evaluate(() => JSON.parse(localStorage.getItem('greenroom.seats') ?? '[{}]')[0].at as number);
  await bo.context().setOffline(true);
  await bo.getByText('Connection lost').waitFor();
  const before = await heldAt();
  await bo.clock.fastForward(60_000);
  await expect.poll(heldAt).toBeGreaterThan(before + 50_000);
});

browserTest('a second tab at the same table does not take the seat of the first', async ({ open }) => {
  const ann = await open('/');
  await setName(ann, 'Ann');
  const code = await openPrivateTable(ann, 3);
  const second = await ann.context().newPage();
  await second.goto(`/t/${code}`);
  await takeSeat(second, 'Bo');
  await ann.locator('.seat__name').getByText('Bo').waitFor();
  expect(await table(ann).isVisible()).toBe(true);
  expect(await ann.getByRole('dialog').count()).toBe(0);
  await second.reload();
  await second.locator('.seat__name').getByText('Ann').waitFor();
});

browserTest('the lobby offers the way back to a seat', async ({ open }) => {
  const { bo } = await twoFriends(open);
  const dice = await ownDice(bo);
  await bo.goto('/');
  await bo.getByRole('button', { name: 'Back to my seat' }).click();
  expect(await ownDice(bo)).toEqual(dice);
});
