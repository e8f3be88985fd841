/** Plays one plan, and judges what came of it. */
import type { Recording } from '../../../shared/runtime/index.ts';
import { installTraps } from '../../../shared/runtime/traps.ts';
import type { SimGame } from '../games/sim-game.ts';
import type { Finding, Outcome } from '../outcome.ts';
import type { Plan } from '../plan.ts';
import { review } from './review.ts';
import { World } from './world.ts';

/** Where nothing goes wrong, one match in so many is played twice. */
const TWINS = 8;

export async function simulate(game: SimGame, plan: Plan): Promise<Outcome> {
  installTraps();
  const isReviewed = plan.faults.length > 0 || plan.seed % TWINS === 0;
  const world = new World(game, plan, { isReviewed, keepsOld: true });
  await world.run();
  const findings: Finding[] = [...world.chronicle.findings];
  const recordings = new Map<string, Recording>();
  let fingerprint = 0;
  for (const book of world.books.values()) {
    const recording = await world.disk.recording(book.matchId);
    if (recording !== undefined) recordings.set(book.matchId, recording);
    if (isReviewed && world.chronicle.findings.length === 0) findings.push(...(await review(book, recording)));
    fingerprint = printOf(`${fingerprint} ${recording?.lastTick} ${book.match.mark().hash} ${book.clients.size}`);
  }
  await world.disk.close();
  const [first] = findings;
  return {
    plan,
    findings,
    simulatedMs: world.matchMs,
    matches: world.matches,
    ticks: world.ticks,
    fired: world.chronicle.fired,
    branches: world.chronicle.branches,
    lastEvents: first === undefined ? [] : world.chronicle.events,
    recording: first && (recordings.get(first.match) ?? [...recordings.values()].at(-1)),
    fingerprint,
  };
}

function printOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
