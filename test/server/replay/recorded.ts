/** Recorded matches for tests. */
import { schema, t } from '@colyseus/schema';
import { z } from 'zod';
import { liarsDice } from '../../../shared/games/liars-dice/index.ts';
import { defineGame } from '../../../shared/runtime/index.ts';
import { VirtualMatch } from '../../../shared/runtime/testing.ts';
import type { Recording } from '../../../shared/runtime/host.ts';

const Sum = schema({ total: t.int32().default(0), steps: t.array('int32') }, 'Sum');

/** Adds up what its players say; `weight` makes another version of it. */
export function adding(weight = 1) {
  return defineGame({
    name: 'adding',
    title: 'Adding',
    seats: { min: 1, max: 2 },
    tickRate: 10,
    state: Sum,
    messages: { add: z.number(), end: z.object({}) },
    async play(room) {
      const [player] = await room.seated(1);
      room.spawn('adding', async () => {
        for await (const n of player.messages('add')) {
          room.state.total += n * weight;
          room.state.steps.push(n);
        }
      });
      await player.next('end');
    },
  });
}

/** Five seconds in which Ann adds 2 and 3. */
export async function addingMatch(): Promise<Recording> {
  const match = new VirtualMatch(adding());
  const ann = await match.join('Ann');
  await match.spectate('Zoe');
  match.send(ann, 'add', 2);
  await match.advance(2_000);
  match.drop(ann);
  await match.tick();
  match.return(ann);
  match.send(ann, 'add', 3);
  await match.advance(2_600);
  match.send(ann, 'end', {});
  await match.until(() => match.ended !== undefined);
  return match.recording();
}

/** Half a minute at a table of Liar's Dice. */
export async function diceMatch(matchId: string): Promise<Recording> {
  const match = new VirtualMatch(liarsDice, { options: { seats: 2, fillAfterMs: null } });
  for (const name of ['Ann', 'Bob']) await match.join(name);
  await match.advance(30_000);
  const recording = match.recording();
  return { ...recording, start: { ...recording.start, matchId } };
}
