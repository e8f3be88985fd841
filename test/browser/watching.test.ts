/** What those see in the page who watch a match later than its players. */
import { ColyseusSDK } from '@colyseus/sdk';
import { expect, onTestFinished } from 'vitest';
import { sidewaysScroll } from './dice-table.ts';
import { browserTest } from './browser-test.ts';

const SMALL = { viewport: { width: 360, height: 640 } };

browserTest(
  'whoever watches the arena is told how late they see it, and then whom they follow',
  { timeout: 600_000 },
  async ({ open, server }) => {
    const room = await new ColyseusSDK(server.url).create('arena', { name: 'Ann', seats: 4, fill: 3 });
    onTestFinished(() => void room.leave());
    room.onMessage('*', () => {});

    const first = await open(`/t/${room.roomId}?watch`, SMALL);
    await first.getByText('You see this match 10 s late').waitFor();
    await first.getByText(/It starts in \d+ s\./).waitFor();
    expect(await first.getByRole('img', { name: 'Map' }).count()).toBe(0);
    const bar = first.locator('.watch-bar');
    await bar.getByText('Watching · 10 s late').waitFor();
    await expect.poll(() => bar.locator('.watch-bar__name').textContent()).not.toMatch(/nobody|Somebody/);
    await first.getByRole('img', { name: 'Map' }).waitFor();
    // The match decides whom all follow.
    expect(await bar.getByRole('button').count()).toBe(0);
    expect(await sidewaysScroll(first)).toBe(0);

    const second = await open(`/t/${room.roomId}?watch`, SMALL);
    await second.locator('.watch-bar, .page__waiting', { hasText: '10 s late' }).first().waitFor();
    expect(await second.getByText('It starts in').count()).toBe(0);
    await second.locator('.watch-bar').waitFor();
  },
);
