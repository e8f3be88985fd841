/** Simulates matches in a process of its own, and tells what they took. */
import { serve } from '../side-process.ts';
import { SIM_HOSTS, type SimGame, type Simulated } from './simulate.ts';

export interface SimOrder {
  readonly game: SimGame;
  readonly host: keyof typeof SIM_HOSTS;
  readonly matchMs: number;
}

export interface SimSample extends Simulated {
  readonly cpuMs: number;
  readonly wallMs: number;
}

serve<SimOrder>(async ({ game, host, matchMs }): Promise<SimSample> => {
  const [startMs, before] = [performance.now(), process.cpuUsage()];
  const simulated = await SIM_HOSTS[host](game, matchMs);
  const { user, system } = process.cpuUsage(before);
  return { ...simulated, cpuMs: (user + system) / 1_000, wallMs: performance.now() - startMs };
});
