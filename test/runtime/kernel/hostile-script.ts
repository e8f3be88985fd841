/** Plays scripts that do what their types forbid, beside a match that must not feel it. */
import { expect } from 'vitest';
import { type Entry, type Match, type MatchEnd, stepMatches } from '../../../shared/runtime/host.ts';
import { matchOf, type Script, type TestSpec } from '../play.ts';

interface LooseTask {
  join(): Promise<unknown>;
  cancel(reason?: unknown): void;
}

interface LooseScope {
  spawn(name: unknown, fn: unknown): LooseTask;
  cancel(reason?: unknown): void;
}

interface LoosePlayer {
  next(type: unknown, options?: unknown): Promise<unknown>;
  ask(name: unknown, data: unknown, options?: unknown): Promise<unknown>;
}

/** A room as it is without its types: calls take anything. */
export interface LooseRoom {
  readonly tick: number;
  sleep(ms: unknown): Promise<void>;
  nextTick(): Promise<void>;
  until(condition: unknown): Promise<void>;
  onTick(fn: unknown): void;
  spawn(name: unknown, fn: unknown): LooseTask;
  scope(fn: (scope: LooseScope) => unknown): Promise<unknown>;
  timeout(ms: unknown, fn: () => unknown): Promise<unknown>;
  within(ms: unknown, fn: (scope: LooseScope) => unknown): Promise<unknown>;
  shield(ms: unknown, fn: () => unknown): Promise<unknown>;
  all(branches: unknown): Promise<unknown>;
  allSettled(branches: unknown): Promise<unknown>;
  race(branches: unknown): Promise<unknown>;
  any(branches: unknown): Promise<unknown>;
  effect(name: unknown, args: unknown): Promise<unknown>;
  addBots(count: unknown): void;
  checkpoint(data: unknown): Promise<never>;
  seated(count: unknown): Promise<LoosePlayer[]>;
}

export type LooseScript = (room: LooseRoom) => Promise<unknown>;

const loose = (script: LooseScript): Script => script;

const ENTRIES: Readonly<Record<number, Entry[]>> = {
  1: [{ kind: 'join', player: 'p1', name: 'Ann', bot: false }],
  3: [{ kind: 'message', player: 'p1', type: 'move', data: 1, ref: 1 }],
  4: [{ kind: 'message', player: 'p1', type: 'move', data: 2, ref: 2 }],
};

/** Plays a script beside a match that only counts. Gives how it ended, and checks that the neighbour felt nothing. */
export async function besideNeighbour(script: LooseScript): Promise<MatchEnd | undefined> {
  const villain: Match<TestSpec> = matchOf(loose(script));
  let ticks = 0;
  const neighbour = matchOf(async (room) => {
    for (;;) {
      await room.nextTick();
      ticks++;
    }
  });
  for (let tick = 0; tick < 12; tick++) {
    const entries = ENTRIES[tick] ?? [];
    await stepMatches([
      { match: villain, entries },
      { match: neighbour, entries: [] },
    ]);
  }
  expect(ticks).toBe(11);
  expect(neighbour.ended).toBeUndefined();
  return villain.ended;
}
