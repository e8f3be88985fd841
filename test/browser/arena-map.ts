/** Reads the player's own fighter off the minimap. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { MINE } from '../../client/games/arena/colours.ts';

/** Resolves when the player's own fighter is in the arena. */
export async function untilSpawned(page: Page): Promise<void> {
  await page.getByRole('img', { name: 'Map' }).waitFor();
  await expect.poll(() => placeOnMap(page), { timeout: 120_000 }).toBeDefined();
}

const WAYS = [
  ['d', 1, 0],
  ['s', 0, 1],
  ['a', -1, 0],
  ['w', 0, -1],
] as const;
/** How often all directions are tried. */
const ROUNDS = 8;

/**
 * Whether the fighter moves where a key says. All directions are tried several times: walls may block some, and the fighter may be dead
 * for a while or respawn elsewhere.
 */
export async function walks(page: Page): Promise<boolean> {
  for (const [key, wayX, wayY] of Array.from({ length: ROUNDS }, () => WAYS).flat()) {
    const start = await placeOnMap(page);
    await page.keyboard.down(key);
    let walked = false;
    // Without a graphics card there are few pictures per second.
    for (let look = 0; look < 10 && !walked; look += 1) {
      await page.waitForTimeout(300);
      const place = await placeOnMap(page);
      if (!start || !place) break;
      const [dx, dy] = [place.x - start.x, place.y - start.y];
      walked = dx * wayX + dy * wayY > 8 && Math.abs(dx * wayY) + Math.abs(dy * wayX) < 4;
    }
    await page.keyboard.up(key);
    if (walked) return true;
  }
  return false;
}

/** The centre of the player's own mark on the minimap, in its pixels. */
function placeOnMap(page: Page): Promise<{ x: number; y: number } | undefined> {
  return page.getByRole('img', { name: 'Map' }).evaluate((map, mine) => {
    if (!(map instanceof HTMLCanvasElement)) return undefined;
    const { data, width } = map.getContext('2d')?.getImageData(0, 0, map.width, map.height) ?? { data: [], width: 1 };
    const own = { count: 0, x: 0, y: 0 };
    for (let at = 0; at < data.length; at += 4) {
      // The frame of the visible area has this colour too, but is faint.
      if ((data[at + 3] ?? 0) < 200) continue;
      const [red = 0, green = 0, blue = 0] = [data[at], data[at + 1], data[at + 2]];
      if (Math.abs(red - (mine >> 16)) + Math.abs(green - ((mine >> 8) & 255)) + Math.abs(blue - (mine & 255)) > 24)
        continue;
      own.count += 1;
      own.x += (at / 4) % width;
      own.y += Math.floor(at / 4 / width);
    }
    return own.count < 8 ? undefined : { x: own.x / own.count, y: own.y / own.count };
  }, MINE);
}
