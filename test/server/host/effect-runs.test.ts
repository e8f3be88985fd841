import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { EffectRuns } from '../../../server/host/effect-runs.ts';
import { LIMITS } from '../../../server/host/limits.ts';
import { Metrics } from '../../../server/metrics.ts';
import { createLog } from '../../../server/log.ts';
import { GameStores, Match, MemoryDataBackend, type Entry } from '../../../shared/runtime/host.ts';
import { defineEffects, type EffectContext } from '../../../shared/runtime/index.ts';
import { fetcher } from '../games.ts';

const NOBODY = { rooms: 0, humans: 0, bots: 0, watchers: 0, liveTasks: 0 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function runs(fetch: (args: unknown, context: EffectContext) => Promise<string>) {
  const entries: Entry[] = [];
  const start = {
    format: 1,
    game: 'fetcher',
    matchId: 'ROOM',
    seed: '1',
    options: { urls: [] },
    tickRate: 50,
    code: '',
  } as const;
  return {
    entries,
    runs: new EffectRuns({
      match: new Match(fetcher, start),
      effects: defineEffects(fetcher, { fetch }),
      stores: new GameStores(new MemoryDataBackend()),
      deliver: (entry) => entries.push(entry),
      metrics: new Metrics(() => NOBODY),
      log: createLog('silent'),
      runHandler: (_name, handler) => handler(),
    }),
  };
}

const EFFECT = { kind: 'effect', effect: 1, key: 'ROOM:1', name: 'fetch', args: { url: 'x' } } as const;

it('an effect that takes too long is aborted, and fails', async () => {
  let signal: AbortSignal | undefined;
  const { runs: effects, entries } = runs((_args, context) => {
    ({ signal } = context);
    return new Promise(() => {});
  });
  effects.start(EFFECT);
  await vi.advanceTimersByTimeAsync(LIMITS.effectMs - 1);
  expect([signal?.aborted, entries]).toEqual([false, []]);
  await vi.advanceTimersByTimeAsync(1);
  expect(signal?.aborted).toBe(true);
  expect(entries).toEqual([
    { kind: 'effect', effect: 1, error: { name: 'EffectTimeout', message: expect.stringContaining('30 s') } },
  ]);
});

it('an effect that was cancelled has no result, however it ends', async () => {
  const { runs: effects, entries } = runs(async () => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    return 'late';
  });
  effects.start(EFFECT);
  effects.cancel(1);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(entries).toEqual([]);
});

it('a handler that throws at once fails like any other', async () => {
  const { runs: effects, entries } = runs(() => {
    throw new Error('at once');
  });
  effects.start(EFFECT);
  await vi.advanceTimersByTimeAsync(0);
  expect(entries).toEqual([{ kind: 'effect', effect: 1, error: { name: 'Error', message: 'at once' } }]);
});
