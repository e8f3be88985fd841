/** The arena in a practice page with bots: rendering, HUD and controls. */
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, vi } from 'vitest';
import type { Body } from '../../shared/games/arena/state.ts';
import { scrollRange } from './dice-table.ts';
import { browserTest } from './browser-test.ts';
import { expectReadable, faintTexts } from './contrast.ts';
import { measureLoudness, loudness } from './loudness.ts';
import { tabThrough } from './focus.ts';
import { storiesIn } from './story/story-server.ts';

declare global {
  interface Window {
    /** Stops all timers, so that only input changes anything: neither the match nor the rendering goes on. */
    freeze(): void;
  }
}

const DESKTOP = { viewport: { width: 1_280, height: 800 } };
/** The widest of the bot names. */
const WIDE = 'Clementine';
/** Enough for input, with little to draw. */
const SMALL = { viewport: { width: 640, height: 480 } };
const PHONE = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true };
const ASIDE = { viewport: { width: 740, height: 360 }, hasTouch: true, isMobile: true };

/** Rendering without a graphics card is slow. */
vi.setConfig({ testTimeout: 600_000 });

/** Rounds that are long enough for a browser without a graphics card. */
const LONG = 'round=600000';

const arenaTest = browserTest
  .extend('stories', { scope: 'file' }, storiesIn('arena'))
  .extend('enter', ({ visitor, stories, errors }) => {
    return async (wishes: string, options: BrowserContextOptions = SMALL): Promise<Page> => {
      const context = await visitor({ reducedMotion: 'reduce', ...options });
      const page = await context.newPage();
      // A missed phase comes again in the next round, perhaps after a minute of sudden death.
      page.setDefaultTimeout(200_000);
      await page.addInitScript(() => {
        const wait = window.setTimeout.bind(window);
        let frozen = false;
        Object.assign(window, {
          freeze: () => void (frozen = true),
          setTimeout: (act: (...rest: unknown[]) => void, ms?: number, ...rest: unknown[]) =>
            wait(() => frozen || act(...rest), ms),
        });
        // Rendering shares the processor with the match, so it must be rare.
        window.requestAnimationFrame = (draw) => window.setTimeout(() => draw(performance.now()), 120);
        window.cancelAnimationFrame = (timer) => window.clearTimeout(timer);
      });
      page.on('pageerror', (error) => errors.push(error));
      page.on('console', (message) => {
        // Browsers request an icon by themselves, and WebGL warns about a missing graphics card.
        const known = /favicon|404|ReadPixels|GPU stall/.test(message.text());
        const bad = message.type() === 'error' || /PixiJS/.test(message.text());
        if (bad && !known) errors.push(new Error(message.text()));
      });
      await page.goto(`${stories.url}?${wishes}`);
      await page.locator('.arena[data-drawn="true"]').waitFor();
      await page.evaluate(() => document.fonts.ready);
      return page;
    };
  });

function phase(page: Page, name: string): Promise<void> {
  return page.locator(`.arena[data-phase="${name}"]`).waitFor();
}

/** Freezes the page when this element appears, so that short-lived elements stay. */
function freezeWith(page: Page, place: string): Promise<void> {
  return page.evaluate(
    (selector) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (!document.querySelector(selector)) return;
          watcher.disconnect();
          window.freeze();
          resolve();
        };
        const watcher = new MutationObserver(look);
        watcher.observe(document.body, { subtree: true, childList: true });
        look();
      }),
    place,
  );
}

/** The number of different colours in a screenshot. */
async function coloursOf(page: Page): Promise<number> {
  const picture = await page.screenshot();
  return page.evaluate(async (data) => {
    const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const pen = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    if (!pen) return 0;
    pen.drawImage(bitmap, 0, 0);
    const middle = pen.getImageData(bitmap.width / 4, bitmap.height / 4, bitmap.width / 2, bitmap.height / 2).data;
    const colours = new Set<number>();
    for (let at = 0; at < middle.length; at += 4)
      colours.add(((middle[at] ?? 0) << 16) | ((middle[at + 1] ?? 0) << 8) | (middle[at + 2] ?? 0));
    return colours.size;
  }, picture.toString('base64'));
}

/** The parts of the page that cover each other. */
function coveredParts(page: Page, parts: string): Promise<string[]> {
  return page.locator(parts).evaluateAll(async (all) => {
    // Slide-in animations move elements until the next picture.
    await Promise.allSettled(all.flatMap((part) => part.getAnimations()).map(({ finished }) => finished));
    const boxes = all.map((part) => ({ name: part.className, box: part.getBoundingClientRect() }));
    return boxes.flatMap((one, index) =>
      boxes.slice(index + 1).flatMap((other) => {
        const [a, b] = [one.box, other.box];
        const apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
        return apart ? [] : [`${one.name} and ${other.name}`];
      }),
    );
  });
}

/** The player's own fighter, as the page knows it. */
function own(page: Page): Promise<Pick<Body, 'x' | 'y' | 'aim' | 'shots' | 'dashReady' | 'railgunReady'>> {
  return page.evaluate(() => {
    const { state, seat } = window.arena;
    const body = state.fighters[seat]?.body;
    if (!body) throw new Error('no body');
    const { x, y, aim, shots, dashReady, railgunReady } = body;
    return { x, y, aim, shots, dashReady, railgunReady };
  });
}

/** Sets the gamepad's axes (left stick, then right stick) and pressed buttons. */
function holdGamepad(page: Page, axes: readonly number[], ...pressed: number[]): Promise<void> {
  return page.evaluate(
    ([positions, down]) => {
      const buttons = Array.from({ length: 17 }, (_, index) => ({ pressed: down.includes(index) }));
      const pad = { connected: true, mapping: 'standard', axes: positions, buttons };
      Object.defineProperty(navigator, 'getGamepads', { value: () => [null, pad], configurable: true });
    },
    [axes, pressed] as const,
  );
}

describe.for([
  ['a desktop', DESKTOP],
  ['a small phone', PHONE],
  ['a phone on its side', ASIDE],
] as const)('on %s', ([, options]) => {
  arenaTest('the arena is drawn, fits, and its HUD is readable in both colour schemes', async ({ enter }) => {
    const page = await enter(`fill=6&mode=teams&${LONG}`, options);
    await phase(page, 'fight');
    expect(await coloursOf(page)).toBeGreaterThan(200);
    await freezeWith(page, '.arena');
    expect(await scrollRange(page)).toEqual({ sideways: 0, down: 0 });
    await expectReadable(page);
  });
});

describe.for([
  ['a small phone', PHONE],
  ['a phone on its side', ASIDE],
  ['a tablet', { viewport: { width: 900, height: 520 }, hasTouch: true, isMobile: true }],
  ['a narrow window', { viewport: { width: 390, height: 700 } }],
] as const)('on %s', ([, options]) => {
  arenaTest(
    'clock, map, buttons and health do not cover each other, and the scores do not cover the buttons',
    async ({ enter }) => {
      const page = await enter(`fill=6&mode=teams&skill=sharp&${LONG}`, options);
      await phase(page, 'fight');
      await page.evaluate((name) => {
        for (const fighter of window.arena.state.fighters) fighter.name = name;
      }, WIDE);
      await freezeWith(page, '.arena-feed__kill');
      expect(await coveredParts(page, '.arena-tools, .arena-feed__kill')).toEqual([]);
      expect(
        await coveredParts(page, '.arena-clock, .minimap, .arena-tools, .vitals__body, .table-head__tools'),
      ).toEqual([]);
      await page.getByRole('button', { name: 'Scores' }).click();
      await page.locator('.scoreboard').waitFor();
      expect(await coveredParts(page, '.scoreboard, .arena-tools')).toEqual([]);
    },
  );
});

arenaTest('the clock runs, the phases are announced, and the best players stand on a podium', async ({ enter }) => {
  const page = await enter('fill=4&skill=sharp&round=5000');
  await page.locator('p[role="log"]').getByText('Fight!').waitFor();
  await page.getByRole('timer', { name: 'Time left' }).getByText(/0:0\d/).waitFor();
  await page.locator('.arena[data-phase="podium"], .arena[data-phase="sudden"]').waitFor();
  await phase(page, 'podium');
  await page.getByRole('region', { name: 'The best of the round' }).getByRole('heading').waitFor();
  await page.locator('p[role="log"]').getByText('The round is over.').waitFor();
});

arenaTest('the countdown before a round never shows the time of another phase', async ({ enter }) => {
  const page = await enter('fill=2&skill=easy&round=5000', { viewport: { width: 320, height: 240 } });
  await phase(page, 'countdown');
  await page.evaluate(() => {
    window.requestAnimationFrame = (draw) => window.setTimeout(() => draw(performance.now()), 16);
  });
  const counts = await page.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const seen = new Set<string>();
        const look = () => {
          const count = document.querySelector('.arena-banner__count')?.textContent;
          if (count) seen.add(count);
          if (document.querySelector('.arena[data-phase="fight"]')) resolve([...seen]);
        };
        new MutationObserver(look).observe(document.body, {
          subtree: true,
          childList: true,
          characterData: true,
          attributes: true,
        });
      }),
  );
  expect(counts.filter((count) => Number(count) > 3)).toEqual([]);
});

arenaTest('leaving the table removes the whole picture', async ({ enter }) => {
  const page = await enter(`fill=4&${LONG}`);
  await phase(page, 'fight');
  await page.mouse.move(450, 180);
  await page.mouse.down();
  await expect.poll(async () => (await own(page)).shots).toBeGreaterThan(0);
  await page.mouse.up();
  await page.getByRole('button', { name: 'Leave the table' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Leave the table' }).click();
  await page.locator('.arena').waitFor({ state: 'detached' });
});

arenaTest('keys walk and dash, the mouse aims and fires', async ({ enter }) => {
  const page = await enter(`fill=2&skill=easy&${LONG}`);
  await phase(page, 'fight');
  await page.mouse.move(450, 180);
  const before = await own(page);
  await page.keyboard.down('s');
  await page.keyboard.down('d');
  await page.mouse.down();
  await expect.poll(async () => (await own(page)).shots).toBeGreaterThan(before.shots);
  await page.mouse.up();
  // Repeated, since a dead fighter does nothing.
  const after = async (key: string) => {
    await page.keyboard.press(key);
    return own(page);
  };
  await expect.poll(async () => (await after('Space')).dashReady).toBeGreaterThan(before.dashReady);
  await expect.poll(async () => (await after('q')).railgunReady).toBeGreaterThan(before.railgunReady);
  await page.keyboard.up('s');
  await page.keyboard.up('d');
  const { x, y } = await own(page);
  expect([x, y]).not.toEqual([before.x, before.y]);
});

arenaTest('thumbs walk and fire with two sticks, and have buttons for the rest', async ({ enter }) => {
  const page = await enter(`fill=2&skill=easy&${LONG}`, PHONE);
  await phase(page, 'fight');
  const before = await own(page);
  const touch = await page.context().newCDPSession(page);
  const points = (x: number, y: number) => [
    { x: 80, y: 500, id: 1 },
    { x, y, id: 2 },
  ];
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: points(240, 420) });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: points(240, 340) });
  await page.locator('.stick[data-kind="aim"][data-down="true"]').waitFor();
  await expect.poll(async () => (await own(page)).shots).toBeGreaterThan(before.shots);
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  // Repeated, since a dead fighter does nothing.
  const afterDash = async () => {
    await page.getByRole('button', { name: 'Dash' }).tap();
    return (await own(page)).dashReady;
  };
  await expect.poll(afterDash).toBeGreaterThan(before.dashReady);
});

arenaTest('a gamepad walks and dashes, and aims and fires where its other stick points', async ({ enter }) => {
  const page = await enter(`fill=2&skill=easy&${LONG}`);
  await phase(page, 'fight');
  const before = await own(page);
  const [blaster, railgun, dash] = [7, 6, 0];
  await holdGamepad(page, [0, 0, 0, -1], blaster);
  await expect.poll(async () => (await own(page)).shots).toBeGreaterThan(before.shots);
  // Upwards, in 256ths of a turn.
  await expect.poll(async () => (await own(page)).aim).toBe(192);
  await holdGamepad(page, [0, 0, 0, 0], railgun);
  await expect.poll(async () => (await own(page)).railgunReady).toBeGreaterThan(before.railgunReady);
  const { x, y, dashReady } = await own(page);
  // A wall may block one side.
  let side = 1;
  const walk = async () => {
    side = -side;
    await holdGamepad(page, [0.8 * side, 0.6 * side, 0, 0]);
    const now = await own(page);
    return [now.x, now.y];
  };
  await expect.poll(walk).not.toEqual([x, y]);
  await holdGamepad(page, [0.8 * side, 0.6 * side, 0, 0], dash);
  await expect.poll(async () => (await own(page)).dashReady).toBeGreaterThan(dashReady);
});

arenaTest('the scores show while Tab is held, and from their button', async ({ enter }) => {
  const page = await enter(`fill=4&${LONG}`);
  await phase(page, 'fight');
  const scores = page.getByRole('region', { name: 'Scores' });
  await page.mouse.move(300, 250);
  await page.keyboard.down('Tab');
  await scores.getByRole('row', { name: /Lucky Heron/ }).waitFor();
  await page.keyboard.up('Tab');
  await scores.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Scores' }).click();
  await scores.waitFor();
  await freezeWith(page, '.scoreboard');
  expect(await faintTexts(page)).toEqual([]);
});

arenaTest('among sixty fighters the scores always show the player', async ({ enter }) => {
  const page = await enter(`seats=60&fill=60&skill=sharp&${LONG}`);
  await phase(page, 'fight');
  await page.getByRole('button', { name: 'Scores' }).click();
  const scores = page.locator('.scoreboard');
  for (const end of [0, 10_000]) {
    const shows = await scores.evaluate((list, top) => {
      list.scrollTop = top;
      const row = list.querySelector('[data-mine="true"]')?.getBoundingClientRect();
      const { top: from, bottom: to } = list.getBoundingClientRect();
      return row !== undefined && row.top >= from && row.bottom <= to;
    }, end);
    expect({ end, shows }).toEqual({ end, shows: true });
  }
});

arenaTest('shots are audible until the sound is turned off', async ({ enter }) => {
  const page = await enter(`fill=2&skill=easy&${LONG}`);
  await measureLoudness(page);
  await phase(page, 'fight');
  await page.mouse.move(450, 180);
  await page.mouse.down();
  await expect.poll(() => loudness(page)).toBeGreaterThan(0.02);
  await page.keyboard.press('m');
  await expect.poll(() => loudness(page)).toBeLessThan(0.0001);
  const { shots } = await own(page);
  await expect.poll(async () => (await own(page)).shots).toBeGreaterThan(shots);
  expect(await loudness(page)).toBeLessThan(0.0001);
  await page.mouse.up();
});

arenaTest('a key turns the sound off, and the browser remembers it', async ({ enter }) => {
  const page = await enter(`fill=2&${LONG}`);
  const sound = page.getByRole('button', { name: 'Sound' });
  expect(await sound.getAttribute('aria-pressed')).toBe('true');
  await page.keyboard.press('m');
  await expect.poll(() => sound.getAttribute('aria-pressed')).toBe('false');
  await page.reload();
  await page.locator('.arena[data-drawn="true"]').waitFor();
  await expect.poll(() => sound.getAttribute('aria-pressed')).toBe('false');
});

arenaTest('a key shows the network statistics', async ({ enter }) => {
  const page = await enter(`fill=2&${LONG}`);
  await page.keyboard.press('n');
  await page.locator('.network-panel').getByText('Ping').waitFor();
  await page.keyboard.press('n');
  await page.locator('.network-panel').waitFor({ state: 'detached' });
});

arenaTest('every control has a name and a focus ring', async ({ enter }) => {
  const page = await enter(`fill=2&${LONG}`);
  const focused = await tabThrough(page, 12);
  expect(focused.filter(({ name, ring }) => !ring || !/\S/.test(name))).toEqual([]);
  expect(focused.map(({ name }) => name).join('; ')).toMatch(/How to play.*Leave the table.*Sound.*Scores.*Network/);
});
