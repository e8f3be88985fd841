/** Lets threads play the matches of a league. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { threadFile } from '../../server/thread-file.ts';
import type { Fixture } from './fixtures.ts';
import type { LeagueAnswer, LeagueOrder } from './league-thread.ts';
import type { PlayedFixture } from './standings.ts';

/**
 * Each thread takes the next match as soon as it is free; what comes of them is in their order all the same.
 *
 * @throws Error where a match fails
 */
export async function playFixtures(
  game: string,
  fixtures: readonly Fixture[],
  workers: number,
  done: (count: number) => void,
): Promise<PlayedFixture[]> {
  const played: PlayedFixture[] = [];
  const waiting = fixtures.entries();
  let count = 0;
  const threads = Array.from({ length: Math.min(workers, fixtures.length) }, () => new Worker(PLAYER));
  try {
    await Promise.all(
      threads.map(async (thread) => {
        for (const [index, fixture] of waiting) {
          const answer = await ask(thread, { game, fixture });
          if ('failed' in answer) throw new Error(answer.failed);
          played[index] = { ...fixture, ...answer };
          done(++count);
        }
      }),
    );
    return played;
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

const PLAYER = threadFile(import.meta, 'league-thread');

async function ask(thread: Worker, order: LeagueOrder): Promise<LeagueAnswer> {
  thread.postMessage(order);
  // Rejects where the thread breaks.
  const [answer] = (await once(thread, 'message')) as [LeagueAnswer];
  return answer;
}
