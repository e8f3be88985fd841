/** Replays a match from its journal without any crash, and records every tick. */
import {
  describeDivergence,
  Match,
  type Output,
  type Recording,
  stepMatches,
  Verifier,
} from '../../../shared/runtime/host.ts';
import { Loopback } from '../../../shared/runtime/testing.ts';
import type { MatchLog } from './client-log.ts';

export interface ReferenceReplay {
  readonly match: Match;
  /** What a client sees that looked in that tick, by tick and id. */
  readonly seen: ReadonlyMap<string, string>;
  /** By tick, where the server has told it. */
  readonly hashes: ReadonlyMap<number, number>;
  /** By tick. */
  readonly outputs: ReadonlyMap<number, readonly Output[]>;
  readonly divergence: string | undefined;
}

/** The name of a look of one client. */
export function seenKey(tick: number, id: string): string {
  return `${tick} ${id}`;
}

export async function playReference(recording: Recording, log: MatchLog): Promise<ReferenceReplay> {
  const { start, frames, lastTick } = recording;
  const match = new Match(log.game, start, { trace: true });
  const loopback = new Loopback(match.state);
  const verifier = new Verifier(match);
  const looks = new Map<number, string[]>();
  for (const { id, seen } of log.clients.values()) {
    for (const { tick } of seen) {
      const ids = looks.get(tick);
      if (ids === undefined) looks.set(tick, [id]);
      else if (!ids.includes(id)) ids.push(id);
    }
  }
  const released = new Set(log.releases.map(({ tick }) => tick));
  const eyes = new Map<string, object>();
  const seen = new Map<string, string>();
  const hashes = new Map<number, number>();
  const outputs = new Map<number, readonly Output[]>();
  let divergence: string | undefined;
  let next = 0;
  while (match.tick < lastTick) {
    const frame = frames[next]?.tick === match.tick + 1 ? frames[next++] : undefined;
    await stepMatches([{ match, entries: frame?.entries ?? [] }]);
    for (const { id, spectator } of log.clients.values()) {
      if (eyes.has(id)) continue;
      const isIn = spectator ? match.spectators.has(id) : match.players.some((player) => player.id === id);
      if (isIn) eyes.set(id, loopback.join(id, match.viewOf(spectator ? undefined : id)));
    }
    loopback.sync();
    for (const id of looks.get(match.tick) ?? []) seen.set(seenKey(match.tick, id), JSON.stringify(eyes.get(id)));
    if (released.has(match.tick)) hashes.set(match.tick, match.stateHash().hash);
    const spawned = match.takeOutputs();
    if (spawned.length > 0) outputs.set(match.tick, spawned);
    const found = verifier.check(frame);
    divergence ??= found && describeDivergence(found);
    if (divergence !== undefined) break;
  }
  return { match, seen, hashes, outputs, divergence };
}
