/** Simulates matches in a process of its own, and tells what they took. */
import { serveOrders } from '../serve-orders.ts';
import { SIM_HOSTS, type SimulatedGame, type SimulatedTime } from './simulate.ts';

export interface SimOrder {
  readonly game: SimulatedGame;
  readonly host: keyof typeof SIM_HOSTS;
  readonly matchMs: number;
}

export interface SimSample extends SimulatedTime {
  readonly cpuMs: number;
  readonly wallMs: number;
}

serveOrders<SimOrder>(async ({ game, host, matchMs }): Promise<SimSample> => {
  const [startMs, before] = [performance.now(), process.cpuUsage()];
  const simulated = await SIM_HOSTS[host](game, matchMs);
  const { user, system } = process.cpuUsage(before);
  return { ...simulated, cpuMs: (user + system) / 1_000, wallMs: performance.now() - startMs };
});
