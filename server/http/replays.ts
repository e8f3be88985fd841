/** Replay files of matches that have ended. What is hidden in a match that goes on stays hidden. */
import type { RequestHandler } from 'express';
import { MATCH_ID } from '../../shared/wire.ts';

/** Where replay files come from. */
export interface Replays {
  /** The replay file of a match that has ended; undefined where there is none. */
  replay(matchId: string): Promise<Uint8Array | undefined>;
}

/** `GET /api/replays/MATCH`: whoever knows the id may see the match. One that has ended never changes, so browsers keep its file. */
export function sendReplay(replays: Replays): RequestHandler<{ matchId: string }> {
  return async ({ params: { matchId } }, response) => {
    const file = MATCH_ID.test(matchId) ? await replays.replay(matchId) : undefined;
    if (file === undefined) {
      response
        .status(404)
        .set('cache-control', 'no-store')
        .json({ error: 'there is no match of this id that has ended' });
      return;
    }
    response
      .attachment(`${matchId}.replay`)
      .type('application/octet-stream')
      .set('cache-control', 'public, max-age=31536000, immutable')
      .send(Buffer.from(file.buffer, file.byteOffset, file.byteLength));
  };
}
