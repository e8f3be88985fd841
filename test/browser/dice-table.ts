/** Actions and observations at a table of Liar's Dice. */
import type { Frame, Locator, Page } from 'playwright-core';

export type DicePhase = 'waiting' | 'rolling' | 'bidding' | 'reveal' | 'result';

export function table(page: Page): Locator {
  return page.locator('.liars');
}

/** Waits for one of these phases. */
export async function untilPhase(page: Page, ...phases: DicePhase[]): Promise<void> {
  await page.locator(phases.map((phase) => `.liars[data-phase="${phase}"]`).join(', ')).waitFor();
}

/** Opens a table with this many bots from the lobby. */
export async function playWithBots(page: Page, opponents: number): Promise<void> {
  await page.getByRole('button', { name: 'Play with bots' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: String(opponents), exact: true }).check({ force: true });
  await dialog.getByRole('button', { name: 'Deal me in' }).click();
  await page.waitForURL('**/t/*');
}

/** Opens a private table from the lobby. Returns its code. */
export async function openPrivateTable(page: Page, seats = 2): Promise<string> {
  await page.getByRole('button', { name: 'Private table' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: String(seats), exact: true }).check({ force: true });
  await dialog.getByRole('button', { name: 'Open the table' }).click();
  await page.waitForURL('**/t/*');
  return codeOf(page);
}

export function codeOf(page: Page): string {
  return new URL(page.url()).pathname.split('/t/').at(-1) ?? '';
}

export async function setName(page: Page, name: string): Promise<void> {
  await page.getByLabel('Your name').fill(name);
}

/** Takes a seat with the form behind a table's link. */
export async function takeSeat(page: Page, name: string): Promise<void> {
  await setName(page, name);
  await page.getByRole('button', { name: 'Take a seat' }).click();
  await table(page).waitFor();
}

/** The player's own dice, without the die of a bid, by their accessible names. */
export async function ownDice(page: Page | Frame): Promise<string[]> {
  const dice = page.locator('.hand__dice').getByRole('img');
  await dice.first().waitFor();
  return Promise.all((await dice.all()).map(async (die) => (await die.getAttribute('aria-label')) ?? ''));
}

/** How far the page scrolls, in CSS pixels. */
export function scrollRange(page: Page): Promise<{ sideways: number; down: number }> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth, scrollHeight } = document.documentElement;
    return { sideways: scrollWidth - clientWidth, down: scrollHeight - innerHeight };
  });
}

/** How far the page scrolls sideways, in CSS pixels. */
export async function sidewaysScroll(page: Page): Promise<number> {
  return (await scrollRange(page)).sideways;
}

/** Chooses a replay file on the replay page. */
export async function chooseReplay(page: Page, bytes: Uint8Array): Promise<void> {
  const buffer = Buffer.from(bytes);
  await page.locator('input[type="file"]').setInputFiles({ name: 'some.replay', mimeType: '', buffer });
}

/** Says a line in the chat. */
export async function say(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Say something' }).fill(text);
  await page.keyboard.press('Enter');
}

/** Waits for a line in the chat. */
export async function untilSaid(page: Page, text: string): Promise<void> {
  await page.locator('.chat__lines').getByText(text).waitFor();
}

/** Closes the tab. Returns a function that opens a page in another tab of the same visitor. */
export async function closeTab(page: Page): Promise<(path: string) => Promise<Page>> {
  const visitor = page.context();
  await page.close();
  return async (path) => {
    const tab = await visitor.newPage();
    await tab.goto(path);
    return tab;
  };
}

/** Opens a private table for two in two browsers, and waits for the bidding of the first round. */
export async function twoFriends(
  open: (path: string) => Promise<Page>,
): Promise<{ ann: Page; bo: Page; code: string }> {
  const ann = await open('/');
  await setName(ann, 'Ann');
  const code = await openPrivateTable(ann, 2);
  const bo = await open(`/t/${code}`);
  await takeSeat(bo, 'Bo');
  await Promise.all([untilPhase(ann, 'bidding'), untilPhase(bo, 'bidding')]);
  return { ann, bo, code };
}
