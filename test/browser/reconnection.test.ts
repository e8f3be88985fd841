import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { browserTest } from './browser-test.ts';
import { openPrivateTable, ownDice, playWithBots, setName, table, takeSeat, untilPhase } from './dice-table.ts';
import { watchForText } from './watch-for-text.ts';
import { Relay } from '../support/relay.ts';

/** Two friends, in the bidding of their first round. */
async function friends(open: (path: string) => Promise<Page>): Promise<{ ann: Page; bo: Page; code: string }> {
  const ann = await open('/');
  await setName(ann, 'Ann');
  const code = await openPrivateTable(ann, 2);
  const bo = await open(`/t/${code}`);
  await takeSeat(bo, 'Bo');
  await Promise.all([untilPhase(ann, 'bidding'), untilPhase(bo, 'bidding')]);
  return { ann, bo, code };
}

browserTest('a lost connection shows itself and heals without a reload', async ({ open }) => {
  const { ann, bo } = await friends(open);
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

  // The healed line carries messages both ways.
  await bo.getByRole('textbox', { name: 'Say something' }).fill('I am back');
  await bo.keyboard.press('Enter');
  await ann.locator('.chat__lines').getByText('I am back').waitFor();
});

browserTest('what is said while the line is down is said when it is back, once', async ({ open }) => {
  const { ann, bo } = await friends(open);
  await bo.context().setOffline(true);
  await bo.getByText('Connection lost').waitFor();
  for (const text of ['from the dark', 'still dark']) {
    await bo.getByRole('textbox', { name: 'Say something' }).fill(text);
    await bo.keyboard.press('Enter');
  }
  await bo.context().setOffline(false);
  await ann.locator('.chat__lines').getByText('still dark').waitFor();
  await bo.reload();
  await bo.locator('.chat__lines').getByText('still dark').waitFor();
  for (const page of [ann, bo]) {
    expect(await page.locator('.chat__lines').getByText(/dark/).allTextContents()).toEqual([
      expect.stringContaining('from the dark'),
      expect.stringContaining('still dark'),
    ]);
  }
});

browserTest(
  'a line that is cut, or goes silent without closing, heals as well',
  async ({ browser, server, onTestFinished }) => {
    const line = await Relay.open(server.url);
    const visitor = await browser.newContext({ baseURL: line.url });
    visitor.setDefaultTimeout(90_000);
    onTestFinished(async () => {
      await visitor.close();
      await line.close();
    });
    const ann = await visitor.newPage();
    await ann.goto('/');
    await playWithBots(ann, 1);
    await untilPhase(ann, 'rolling', 'bidding');
    const say = async (text: string) => {
      await ann.getByRole('textbox', { name: 'Say something' }).fill(text);
      await ann.keyboard.press('Enter');
      await ann.locator('.chat__lines').getByText(text).waitFor();
    };

    // Both heal at the first try, once they are noticed: so fast that it need not be told.
    for (const fault of ['cut', 'silence'] as const) {
      const again = ann.waitForEvent('websocket');
      line[fault]();
      await (await again).waitForEvent('framereceived');
      await say(`after the ${fault}`);
    }
  },
);

browserTest(
  'a server that stood still for longer than pages wait for it has them back, each in its seat',
  { timeout: 600_000 },
  async ({ open, server }) => {
    const { ann, bo } = await friends(open);
    const dice = await Promise.all([ann, bo].map(ownDice));
    const lost = Promise.all([ann, bo].map((page) => page.getByText('Connection lost').waitFor()));
    server.send('SIGSTOP');
    try {
      await lost;
      // Several tries to come back hang, and are given up.
      await sleep(20_000);
    } finally {
      server.send('SIGCONT');
    }
    for (const [index, page] of [ann, bo].entries()) {
      await page.getByText('Connection lost').waitFor({ state: 'detached' });
      expect(await ownDice(page)).toEqual(dice[index]);
      expect(await page.getByRole('dialog').count()).toBe(0);
    }
    await bo.getByRole('textbox', { name: 'Say something' }).fill('still here');
    await bo.keyboard.press('Enter');
    await ann.locator('.chat__lines').getByText('still here').waitFor();
    expect(await ann.locator('.seat__note').getByText('away').count()).toBe(0);
  },
);

browserTest('a reloaded page and a closed tab come back to their seat', async ({ open }) => {
  const { ann, bo, code } = await friends(open);
  const dice = await ownDice(bo);
  await bo.reload();
  expect(await ownDice(bo)).toEqual(dice);

  const visitor = bo.context();
  await bo.close();
  await ann.locator('.seat__note').getByText('away').waitFor();
  const again = await visitor.newPage();
  await again.goto(`/t/${code}`);
  expect(await ownDice(again)).toEqual(dice);
  await ann.locator('.seat__note').getByText('away').waitFor({ state: 'detached' });

  await again.close();
  const throughLobby = await visitor.newPage();
  await throughLobby.goto('/');
  await throughLobby.getByRole('button', { name: 'Back to my seat' }).click();
  expect(await ownDice(throughLobby)).toEqual(dice);
});

browserTest('a tab that looks for its table keeps its seat', async ({ open }) => {
  const { bo } = await friends(open);
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

browserTest('the way back to the lobby keeps the seat, and offers it', async ({ open }) => {
  const { bo } = await friends(open);
  const dice = await ownDice(bo);
  await bo.goto('/');
  await bo.getByRole('button', { name: 'Back to my seat' }).click();
  expect(await ownDice(bo)).toEqual(dice);
});
