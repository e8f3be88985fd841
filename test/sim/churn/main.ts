/** Runs an hour of churn in a process of its own, and prints how much memory it took on the way. Run with --expose-gc. */
import { installTraps } from '../../../shared/runtime/traps.ts';
import { simGameOf } from '../games/index.ts';
import { World } from '../world/world.ts';
import { churnPlan } from './plan.ts';

const [name = '', minutes = '60'] = process.argv.slice(2);
const game = simGameOf(name);
const { gc } = globalThis;
if (game === undefined || gc === undefined) throw new Error('node --expose-gc test/sim/churn/main.ts GAME MINUTES');

installTraps();
const world = new World(game, churnPlan(game, 1, Number(minutes)), { isReviewed: false, keepsOld: false });
/** Bytes in use after each simulated minute. */
const usedBytes: number[] = [];
world.lookEvery(60_000, () => {
  gc();
  usedBytes.push(process.memoryUsage().heapUsed);
});
await world.run();
await world.disk.close();
const { findings, fired } = world.chronicle;
console.log(JSON.stringify({ usedBytes, findings, fired, ticks: world.ticks, matches: world.matches }));
