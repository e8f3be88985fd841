/** The pages under a base path, with everything that they load. */
import { expect } from 'vitest';
import { codeOf, openPrivateTable, ownDice, setName, takeSeat, untilPhase } from './dice-table.ts';
import { browserTest, serverWith } from './browser-test.ts';
import { endSoloMatch } from './solo-match.ts';

const BASE = '/games/greenroom';

const belowTest = browserTest.extend('server', { scope: 'file' }, serverWith({ BASE_PATH: BASE }));

belowTest('friends join by a link, play, and return after a reload', async ({ open, server }) => {
  const ann = await open(`${BASE}/`, { permissions: ['clipboard-read', 'clipboard-write'] });
  await setName(ann, 'Ann');
  const code = await openPrivateTable(ann);
  expect(new URL(ann.url()).pathname).toBe(`${BASE}/t/${code}`);
  await ann.getByRole('button', { name: /copy/i }).first().click();
  const link = await ann.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(`${server.url}${BASE}/t/${code}`);

  const bo = await open(new URL(link).pathname);
  await takeSeat(bo, 'Bo');
  expect(codeOf(bo)).toBe(code);
  await Promise.all([untilPhase(ann, 'bidding'), untilPhase(bo, 'bidding')]);
  const dice = await ownDice(bo);
  await bo.reload();
  await untilPhase(bo, 'bidding');
  expect(await ownDice(bo)).toEqual(dice);
});

belowTest('practice opens by its address, and from the lobby', async ({ open }) => {
  const page = await open(BASE);
  await page
    .getByRole('link', { name: 'Practise offline' })
    .or(page.getByRole('button', { name: 'Practise offline' }))
    .click();
  await page.getByRole('button', { name: 'Deal me in' }).waitFor();
  expect(new URL(page.url()).pathname).toBe(`${BASE}/practice/liars-dice`);
  await page.reload();
  await page.getByRole('button', { name: 'Deal me in' }).click();
  await untilPhase(page, 'bidding');
});

belowTest('a finished match can be replayed', async ({ open, server }) => {
  const match = await endSoloMatch(server.url + BASE);
  const page = await open(`${BASE}/replay/${match}`);
  await page.getByRole('slider', { name: 'Time' }).waitFor({ timeout: 60_000 });
  await page.getByRole('link', { name: 'Greenroom, to the lobby' }).first().click();
  await page.getByRole('link', { name: 'Watch a replay' }).waitFor();
  expect(new URL(page.url()).pathname).toBe(`${BASE}/`);
});
