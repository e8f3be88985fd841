/** Plays a journal without the simulated world, and checks the invariants of the game. */
import { Loopback } from '../../../shared/runtime/testing.ts';
import { type Frame, installTraps, Match, type Recording, stepMatches } from '../../../shared/runtime/host.ts';
import type { SimGame } from '../games/sim-game.ts';
import type { MatchViolation } from '../outcome.ts';
import { NOTHING_FAILS } from '../world/check-match.ts';

/** A violation that a journal alone causes. */
export interface PlayedJournal {
  readonly violation: MatchViolation;
  /** Up to the tick of the violation, with the traces of this run. */
  readonly recording: Recording;
}

export async function playJournal(
  simGame: SimGame,
  { start, frames, lastTick }: Recording,
): Promise<PlayedJournal | undefined> {
  installTraps();
  const match = new Match(simGame.game, start, { trace: true });
  const loopback = new Loopback(match.state);
  const watcher = simGame.watch(match, () => {});
  const played: Frame[] = [];
  const entriesAt = new Map(frames.map(({ tick, entries }) => [tick, entries]));
  while (match.tick < lastTick && match.ended === undefined) {
    const entries = entriesAt.get(match.tick + 1) ?? [];
    await stepMatches([{ match, entries }]);
    loopback.sync();
    match.takeOutputs();
    const trace = match.takeTrace();
    const { tick } = match;
    if (entries.length > 0 || trace !== undefined) played.push({ tick, entries, ...(trace && { trace }) });
    const violation = watcher.check()[0] ?? failureOf(match);
    if (violation === undefined) continue;
    const recording = {
      start,
      frames: played,
      lastTick: tick,
      end: { kind: 'failed', reason: violation.invariant },
    } as const;
    return { violation: { ...violation, match: start.matchId, tick }, recording };
  }
  return undefined;
}

function failureOf({ ended }: Match): Pick<MatchViolation, 'invariant' | 'details'> | undefined {
  return ended?.kind === 'failed' ? { invariant: NOTHING_FAILS, details: ended.error.message } : undefined;
}
