/** Plays one plan, and judges what came of it. */
import { installTraps, type Recording } from '../../../shared/runtime/host.ts';
import type { SimGame } from '../games/sim-game.ts';
import type { MatchViolation, SimOutcome } from '../outcome.ts';
import type { Plan } from '../plan.ts';
import { checkMatch } from './check-match.ts';
import { SimWorld } from './sim-world.ts';

/** Where nothing goes wrong, one match in so many is played twice. */
const TWINS = 8;

export async function simulate(game: SimGame, plan: Plan): Promise<SimOutcome> {
  installTraps();
  const isReviewed = plan.faults.length > 0 || plan.seed % TWINS === 0;
  const world = new SimWorld(game, plan, { isChecked: isReviewed, keepsOld: true });
  await world.run();
  const findings: MatchViolation[] = [...world.events.violations];
  const recordings = new Map<string, Recording>();
  let fingerprint = 0;
  for (const book of world.logs.values()) {
    const recording = await world.disk.recording(book.matchId);
    if (recording !== undefined) recordings.set(book.matchId, recording);
    if (isReviewed && world.events.violations.length === 0) findings.push(...(await checkMatch(book, recording)));
    fingerprint = printOf(`${fingerprint} ${recording?.lastTick} ${book.match.stateHash().hash} ${book.clients.size}`);
  }
  await world.disk.close();
  const [first] = findings;
  return {
    plan,
    findings,
    simulatedMs: world.matchMs,
    matches: world.matches,
    ticks: world.ticks,
    fired: world.events.injected,
    branches: world.events.branches,
    lastEvents: first === undefined ? [] : world.events.events,
    recording: first && (recordings.get(first.match) ?? [...recordings.values()].at(-1)),
    fingerprint,
  };
}

function printOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
