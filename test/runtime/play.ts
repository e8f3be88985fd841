/** Runs a script in virtual time, for tests of the runtime. */
import { schema, t } from '@colyseus/schema';
import { z } from 'zod';
import { buffered, type CheckpointOf, defineGame, type Game, type Room } from '../../shared/runtime/index.ts';
import {
  type Entry,
  type Limits,
  Match,
  type MatchOptions,
  type Output,
  stepMatches,
} from '../../shared/runtime/host.ts';
import { VirtualMatch } from '../../shared/runtime/testing.ts';

const State = schema({ count: t.number().default(0) }, 'State');
const Controls = schema({ move: t.uint8().default(0), aim: t.int16().default(0) }, 'Controls');

const spec = {
  state: State,
  options: z.object({}),
  messages: { move: z.number(), other: z.string(), kept: buffered(z.number(), 3) },
  questions: { ready: { data: z.object({ round: z.number() }), answer: z.boolean() } },
  notices: { hello: z.string() },
  effects: { fetch: { args: z.object({ url: z.string() }), result: z.string() } },
  input: { frame: Controls, ranges: { move: [0, 8], aim: [-512, 511] }, rewindMs: 200 },
  checkpoint: z.object({ round: z.number(), note: z.string().default('none') }),
} as const;
export type TestSpec = typeof spec;
export type TestRoom = Room<TestSpec>;
export type From = CheckpointOf<TestSpec> | undefined;
export type Script = (room: TestRoom, from: From) => Promise<unknown>;

/** A game whose script is `play`: 20 ticks a second, four seats. */
export function gameOf(play: Script): Game<TestSpec> {
  return defineGame({
    name: 'test',
    title: 'Test',
    seats: { min: 1, max: 4 },
    tickRate: 20,
    ...spec,
    play: (room, from) => play(room, from),
  });
}

/** A match in virtual time. */
export function virtual(play: Script, options: MatchOptions = {}): VirtualMatch<TestSpec> {
  return new VirtualMatch<TestSpec>(gameOf(play), options);
}

/** A bare match, for tests that step it themselves. */
export function matchOf(
  play: Script,
  { seed = 1, ...options }: MatchOptions & { seed?: number } = {},
): Match<TestSpec> {
  return new Match(
    gameOf(play),
    { format: 1, game: 'test', matchId: 'TEST', seed: String(seed), options: {}, tickRate: 20, code: '' },
    options,
  );
}

/** Steps a bare match once and gives its outputs. */
export async function step(match: Match<TestSpec>, ...entries: Entry[]): Promise<readonly Output[]> {
  await stepMatches([{ match, entries }]);
  return match.takeOutputs();
}

/** Plays a script to its end and gives its result. */
export async function play<T>(script: (room: TestRoom) => Promise<T>, limits?: Partial<Limits>): Promise<T> {
  const match = virtual(script, { limits });
  await match.until(() => match.ended !== undefined);
  return resultOf(match);
}

/** What the script returned; throws what it threw. */
export function resultOf<T>(match: { ended: Match['ended'] }): T {
  if (match.ended?.kind === 'failed') throw match.ended.error;
  return match.ended?.result as T;
}

/** What `fn` throws; an error of its own where it throws nothing. */
export async function caught(fn: () => unknown): Promise<unknown> {
  let value: unknown;
  try {
    value = await fn();
  } catch (error) {
    return error;
  }
  throw new Error(`nothing was thrown, but there was the value ${String(value)}`);
}

/**
 * What is rejected and handled by nobody while `fn` runs, and in the turn of the process after it; `heard` makes something of each in
 * the async context of the rejection.
 */
export async function unhandledIn(
  fn: () => Promise<unknown>,
  heard = (error: unknown): unknown => error,
): Promise<unknown[]> {
  const unhandled: unknown[] = [];
  const listen = (error: unknown): void => void unhandled.push(heard(error));
  const others = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', listen);
  try {
    await fn();
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    process.off('unhandledRejection', listen);
    for (const other of others) process.on('unhandledRejection', other);
  }
  return unhandled;
}
