/** Plays the errands once, with crashes at given points, and tells what went wrong. */
import { Fuse, type Point } from './fuse.ts';
import { review } from './review.ts';
import { VirtualHouse } from './virtual-house.ts';
import { World, type Options } from './world.ts';

/** Far more steps than any match takes. */
const MOST_STEPS = 700;

export interface Run {
  readonly world: World;
  /** What each process passed: the last one is the one that did not crash. */
  readonly points: readonly (readonly Point[])[];
  /** What must not be; none where all is well. */
  readonly findings: readonly string[];
}

/**
 * @param crashes the numbers of the points at which the first process dies, the second, and so on; the one after them
 *   lives to the end
 */
export async function playWith(crashes: readonly number[], options?: Options): Promise<Run> {
  const world = new World(options);
  const points: (readonly Point[])[] = [];
  let steps = 0;
  for (const at of [...crashes, Infinity]) {
    const fuse = new Fuse(at);
    points.push(fuse.points);
    const house = new VirtualHouse(world, fuse);
    await house.open();
    for (; !fuse.burnt && !world.over && steps < MOST_STEPS; steps++) {
      for (const client of world.clients) if (client.name !== 'bob' || client.line === 'down') client.act(house);
      await house.tick();
    }
    await house.die();
    if (!fuse.burnt) break;
  }
  const unfinished = steps < MOST_STEPS ? [] : ['the match does not come to its end'];
  return { world, points, findings: [...unfinished, ...(await review(world))] };
}

/** For people: where the processes of a run died. */
export function describeCrashes({ points }: Run): string {
  return points
    .slice(0, -1)
    .map((passed) => {
      const last = passed.at(-1);
      return last === undefined ? 'nowhere' : `${last.label}, tick ${last.tick}`;
    })
    .join('; then ');
}
