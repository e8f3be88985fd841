/** `npm run churn -- GAME MINUTES`: simulates players who join and leave while the process crashes. Prints the memory in use over time. */
import { installTraps } from '../../../shared/runtime/host.ts';
import { simGameOf } from '../games/index.ts';
import { SimWorld } from '../world/sim-world.ts';
import { churnPlan } from './plan.ts';

const [name = '', minutes = '60'] = process.argv.slice(2);
const game = simGameOf(name);
const { gc } = globalThis;
if (game === undefined || gc === undefined) throw new Error('Usage: npm run churn -- GAME [MINUTES]');

installTraps();
const world = new SimWorld(game, churnPlan(game, 1, Number(minutes)), { checks: 'none', keepsOld: false });
/** Bytes in use after each simulated minute. */
const usedBytes: number[] = [];
world.lookEvery(60_000, () => {
  gc();
  usedBytes.push(process.memoryUsage().heapUsed);
});
await world.run();
await world.disk.medium.close();
const { violations, injected: fired } = world.events;
console.log(JSON.stringify({ usedBytes, findings: violations, fired, ticks: world.ticks, matches: world.matches }));
