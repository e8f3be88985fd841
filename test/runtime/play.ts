/** Runs a script in virtual time, for tests of the runtime. */
import { schema, t } from '@colyseus/schema';
import { z } from 'zod';
import { buffered, defineGame, VirtualMatch, type Limits, type Room } from '../../shared/runtime/index.ts';

const State = schema({ count: t.number().default(0) }, 'State');

const spec = {
  state: State,
  options: z.object({}),
  messages: { move: z.number(), other: z.string(), kept: buffered(z.number(), 3) },
  questions: { ready: { data: z.object({ round: z.number() }), answer: z.boolean() } },
  notices: { hello: z.string() },
  effects: { fetch: { args: z.object({ url: z.string() }), result: z.string() } },
};
export type TestSpec = typeof spec;
export type TestRoom = Room<TestSpec>;

/** A match of a game whose script is `play`: 20 ticks a second, four seats. */
export function virtual(play: (room: TestRoom) => Promise<unknown>, limits?: Partial<Limits>): VirtualMatch<TestSpec> {
  const game = defineGame({ name: 'test', title: 'Test', seats: { min: 1, max: 4 }, tickRate: 20, ...spec, play });
  return new VirtualMatch<TestSpec>(game, { limits });
}

/** Plays a script to its end and gives its result. */
export async function play<T>(script: (room: TestRoom) => Promise<T>, limits?: Partial<Limits>): Promise<T> {
  const match = virtual(script, limits);
  await match.until(() => match.ended !== undefined);
  if (match.ended?.kind === 'failed') throw match.ended.error;
  return match.ended?.result as T;
}
