/** No page violates its Content-Security-Policy, or logs an error. */
import { ColyseusSDK, type Room } from '@colyseus/sdk';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { OPERATOR_PASSWORD } from '../support/operator.ts';
import { codeOf, twoFriends, untilPhase } from './dice-table.ts';
import { browserTest, serverWith } from './browser-test.ts';
import { measureLoudness } from './loudness.ts';
import { untilSpawned } from './arena-map.ts';
import { endSoloMatch } from './solo-match.ts';

declare global {
  interface Window {
    /** Reports a violation of the policy to the test. */
    forbidden(what: string): void;
  }
}

const SMALL = { viewport: { width: 480, height: 360 } };
/** Chromium's warnings about a missing graphics card. */
const SLOW_GRAPHICS = /ReadPixels|GPU stall|SwiftShader|WebGL/;

const policyTest = browserTest
  .extend('server', { scope: 'file' }, serverWith({ OPERATOR_PASSWORD }))
  .extend('visit', async ({ open }, { onCleanup }) => {
    const wrong: string[] = [];
    onCleanup(() => expect(wrong).toEqual([]));
    /** Opens a page that may neither violate its policy nor log an error. */
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
        // Colyseus's own pages have another policy.
        const isOurs = !page.url().includes('/playground');
        if (isOurs && /sessionId|reconnectionToken/.test(socket.url()))
          wrong.push(`a seat is in the address ${socket.url()}`);
      });
      await page.goto(path);
      return page;
    };
  });

policyTest('Liar’s Dice is played, watched and returned to', { timeout: 600_000 }, async ({ visit }) => {
  const { ann, bo, code } = await twoFriends(visit);
  const cy = await visit(`/t/${code}?watch`);
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

policyTest('both games are practised and replayed', { timeout: 600_000 }, async ({ visit }) => {
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

policyTest('finished matches are replayed and saved', { timeout: 600_000 }, async ({ visit, server }) => {
  const match = await endSoloMatch(server.url);
  const page = await visit(`/replay/${match}`);
  await page.getByRole('slider', { name: 'Time' }).waitFor({ timeout: 60_000 });
  const saving = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Save the replay as a file' }).click();
  expect((await saving).suggestedFilename()).toBe(`${match}.replay`);
  await page.goto('/replay');
  await page.getByRole('heading', { name: 'Watch a replay' }).waitFor();
});

policyTest(
  'a page leaks its address to no other site, and shares nothing with its opener',
  async ({ visit, server }) => {
    const page = await visit('/t/ABCDE');
    expect(await page.evaluate(() => window.opener)).toBeNull();
    const { headers } = await fetch(`${server.url}/t/ABCDE`);
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
  },
);

policyTest('operators see the rooms in Colyseus’s monitor', async ({ visitor, server }) => {
  const room: Room = await new ColyseusSDK(server.url).create('liars-dice', { name: 'Ann', seats: 2 });
  room.onMessage('*', () => {});
  // It requests a font from elsewhere, which is blocked.
  const httpCredentials = { username: 'operator', password: OPERATOR_PASSWORD };
  const operator = await visitor({ httpCredentials, baseURL: server.url });
  const monitor = await operator.newPage();
  await monitor.goto('/monitor/');
  await monitor
    .getByRole('row', { name: room.roomId })
    .getByText(/inspect/i)
    .click();
  await monitor.getByText(room.sessionId).waitFor();
  await room.leave();
});

const developmentTest = policyTest.extend('server', { scope: 'file' }, serverWith({ NODE_ENV: 'development' }));

developmentTest('in development pages come from Vite and reload', { timeout: 600_000 }, async ({ visit }) => {
  const page = await visit('/practice/liars-dice');
  await page.getByRole('button', { name: 'Deal me in' }).click();
  await untilPhase(page, 'bidding');
});

developmentTest('in development a visitor joins a room in Colyseus’s playground', async ({ visit }) => {
  const page = await visit('/playground/');
  await page.getByRole('button', { name: 'Join or Create' }).click();
  await page.getByText('Session ID:').filter({ visible: true }).first().waitFor();
});
