/** The pages keep to what the server allows them: nothing on any of them is against its Content-Security-Policy, and no console has an error. */
import { ColyseusSDK, type Room } from '@colyseus/sdk';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { WIRE, type Welcome } from '../../shared/wire.ts';
import { OPERATOR_PASSWORD } from '../support/operator.ts';
import { codeOf, openPrivateTable, takeSeat, untilPhase } from './dice-table.ts';
import { browserTest, startServer } from './browser-test.ts';
import { measureLoudness } from './loudness.ts';
import { untilSpawned } from './arena-map.ts';

declare global {
  interface Window {
    /** Tells the test of what the policy forbade. */
    forbidden(what: string): void;
  }
}

const SMALL = { viewport: { width: 480, height: 360 } };
/** What Chromium says of a machine without a graphics card. */
const SLOW_GRAPHICS = /ReadPixels|GPU stall|SwiftShader|WebGL/;

const policyTest = browserTest
  .extend('server', { scope: 'file' }, async ({}, { onCleanup }) => {
    const server = await startServer({ OPERATOR_PASSWORD });
    onCleanup(() => server.close());
    return server;
  })
  .extend('visit', async ({ open }, { onCleanup }) => {
    const wrong: string[] = [];
    onCleanup(() => expect(wrong).toEqual([]));
    /** Opens a page on which nothing may be forbidden, and nothing may be an error. */
    return async (path: string, options: BrowserContextOptions = {}): Promise<Page> => {
      const page = await open('about:blank', options);
      await page.exposeFunction('forbidden', (what: string) => void wrong.push(what));
      await page.addInitScript(() => {
        addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile, lineNumber }) => {
          window.forbidden(`${effectiveDirective} forbids ${blockedURI} at ${sourceFile}:${lineNumber}`);
        });
      });
      page.on('console', (message) => {
        const text = message.text();
        const isBad = message.type() === 'error' || /Content.Security.Policy|policy/i.test(text);
        if (isBad && !SLOW_GRAPHICS.test(text)) wrong.push(`${page.url()}: ${text}`);
      });
      page.on('websocket', (socket) => {
        // That of Colyseus has its own way.
        const isOurs = !page.url().includes('/playground');
        if (isOurs && /sessionId|reconnectionToken/.test(socket.url()))
          wrong.push(`a seat is in the address ${socket.url()}`);
      });
      await page.goto(path);
      return page;
    };
  });

/** Sits down alone at a table of the server, and leaves it. */
async function endMatch(url: string): Promise<string> {
  const room: Room = await new ColyseusSDK(url).create('liars-dice', { name: 'Ann', seats: 2, fillAfterMs: null });
  room.onMessage('*', () => {});
  const { matchId } = await new Promise<Welcome>((resolve) => room.onMessage(WIRE.welcome, resolve));
  await room.leave();
  return matchId;
}

policyTest('Liar’s Dice is played, watched, and come back to', { timeout: 600_000 }, async ({ visit }) => {
  const ann = await visit('/');
  const code = await openPrivateTable(ann);
  const bo = await visit(`/t/${code}`);
  await takeSeat(bo, 'Bo');
  await Promise.all([untilPhase(ann, 'bidding'), untilPhase(bo, 'bidding')]);
  const cy = await visit(`/t/${codeOf(ann)}?watch`);
  await untilPhase(cy, 'bidding', 'reveal');
  await bo.reload();
  await untilPhase(bo, 'bidding', 'reveal');
  await ann.getByRole('button', { name: 'How to play' }).click();
  await ann.getByRole('dialog').getByRole('heading').first().waitFor();
});

policyTest('the arena is played, heard and watched', { timeout: 600_000 }, async ({ visit }) => {
  const ann = await visit('/', SMALL);
  await measureLoudness(ann);
  await ann.getByRole('radio', { name: 'Arena' }).check({ force: true });
  await ann.getByRole('button', { name: 'Play now' }).click();
  await untilSpawned(ann);
  await ann.mouse.move(300, 200);
  await ann.mouse.down();
  await ann.waitForTimeout(2_000);
  await ann.mouse.up();
  const code = codeOf(ann);
  await ann.close();
  const cy = await visit(`/t/${code}?watch`, SMALL);
  await cy.locator('.arena[data-drawn="true"]').waitFor();
});

policyTest('both games are practised, and watched again', { timeout: 600_000 }, async ({ visit }) => {
  const dice = await visit('/practice/liars-dice');
  await dice.getByRole('button', { name: 'Deal me in' }).click();
  await untilPhase(dice, 'bidding');
  await dice.getByRole('button', { name: 'End the practice' }).click();
  await dice.getByRole('button', { name: 'Watch the replay' }).click();
  await dice.getByRole('slider', { name: 'Time' }).waitFor();
  await dice.close();
  const arena = await visit('/practice/arena', SMALL);
  await arena.getByRole('radio', { name: 'Easy' }).check({ force: true });
  await arena.getByRole('button', { name: 'Into the arena' }).click();
  await untilSpawned(arena);
});

policyTest('matches that are over are watched again, and saved', { timeout: 600_000 }, async ({ visit, server }) => {
  const match = await endMatch(server.url);
  const page = await visit(`/replay/${match}`);
  await page.getByRole('slider', { name: 'Time' }).waitFor({ timeout: 60_000 });
  const saving = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Save the replay as a file' }).click();
  expect((await saving).suggestedFilename()).toBe(`${match}.replay`);
  await page.goto('/replay');
  await page.getByRole('heading', { name: 'Watch a replay' }).waitFor();
});

policyTest(
  'a page tells nobody else its address, and shares nothing with what opened it',
  async ({ visit, server }) => {
    const page = await visit('/t/ABCDE');
    expect(await page.evaluate(() => window.opener)).toBeNull();
    const { headers } = await fetch(`${server.url}/t/ABCDE`);
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
  },
);

policyTest('operators see the rooms in Colyseus’s monitor', async ({ browser, server, onTestFinished }) => {
  const room: Room = await new ColyseusSDK(server.url).create('liars-dice', { name: 'Ann', seats: 2 });
  room.onMessage('*', () => {});
  // It asks for a font elsewhere, and does not get it.
  const visitor = await browser.newContext({
    httpCredentials: { username: 'operator', password: OPERATOR_PASSWORD },
    baseURL: server.url,
  });
  visitor.setDefaultTimeout(90_000);
  onTestFinished(() => visitor.close());
  const monitor = await visitor.newPage();
  await monitor.goto('/monitor/');
  await monitor
    .getByRole('row', { name: room.roomId })
    .getByText(/inspect/i)
    .click();
  await monitor.getByText(room.sessionId).waitFor();
  await room.leave();
});

const developmentTest = policyTest.extend('server', { scope: 'file' }, async ({}, { onCleanup }) => {
  const server = await startServer({ NODE_ENV: 'development' });
  onCleanup(() => server.close());
  return server;
});

developmentTest('in development pages come from Vite, and reload', { timeout: 600_000 }, async ({ visit }) => {
  const page = await visit('/practice/liars-dice');
  await page.getByRole('button', { name: 'Deal me in' }).click();
  await untilPhase(page, 'bidding');
});

developmentTest('in development somebody joins a room in Colyseus’s playground', async ({ visit }) => {
  const page = await visit('/playground/');
  await page.getByRole('button', { name: 'Join or Create' }).click();
  await page.getByText('Session ID:').filter({ visible: true }).first().waitFor();
});
