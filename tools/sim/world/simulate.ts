/** Simulates the match of a plan and checks it. */
import { installTraps, type Recording } from '../../../shared/runtime/host.ts';
import type { SimGame } from '../games/sim-game.ts';
import type { MatchViolation, SimOutcome } from '../outcome.ts';
import type { Plan } from '../plan.ts';
import { checkMatch } from './check-match.ts';
import type { Checks } from './client-log.ts';
import { SimWorld } from './sim-world.ts';

/** Of the seeds without faults, one in this many is checked by a replay. */
const REPLAYED_SEEDS = 8;

export async function simulate(game: SimGame, plan: Plan): Promise<SimOutcome> {
  installTraps();
  const checks = checksOf(plan);
  const world = new SimWorld(game, plan, { checks, keepsOld: true });
  await world.run();
  const { events, logs, disk } = world;
  const violations: MatchViolation[] = [...events.violations];
  const recordings = new Map<string, Recording>();
  let fingerprint = 0;
  for (const log of logs.values()) {
    const recording = await disk.medium.recording(log.matchId);
    if (recording !== undefined) recordings.set(log.matchId, recording);
    if (checks !== 'none' && events.violations.length === 0) violations.push(...(await checkMatch(log, recording)));
    fingerprint = hashOf(`${fingerprint} ${recording?.lastTick} ${log.match.stateHash().hash} ${log.clients.size}`);
  }
  await disk.medium.close();
  const [first] = violations;
  return {
    plan,
    violations,
    simulatedMs: world.matchMs,
    matches: world.matches,
    ticks: world.ticks,
    injected: events.injected,
    crashes: world.crashes,
    points: world.points,
    branches: events.branches,
    lastEvents: first === undefined ? [] : events.events,
    recording: first && (recordings.get(first.match) ?? [...recordings.values()].at(-1)),
    fingerprint,
  };
}

function checksOf({ crashPoints, faultKinds, seed }: Plan): Checks {
  if (crashPoints !== undefined) return 'every tick';
  return faultKinds.length > 0 || seed % REPLAYED_SEEDS === 0 ? 'samples' : 'none';
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
