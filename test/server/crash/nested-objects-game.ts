/** A game with objects nested in fields, which a client does not drop by itself. */
import { schema, t } from '@colyseus/schema';
import { z } from 'zod';
import { defineGame } from '../../../shared/runtime/index.ts';

const Lid = schema({ word: t.string().default('') }, 'Lid');
const Thing = schema({ weight: t.int32().default(0) }, 'Thing');
const Box = schema({ lid: t.ref(Lid).optional(), things: t.array(Thing) }, 'Box');
const BoxesState = schema({ boxes: t.array(Box) }, 'BoxesState');

export const nestedObjectsGame = defineGame({
  name: 'boxes',
  title: 'Boxes',
  seats: { min: 1, max: 1 },
  tickRate: 50,
  reconnectGraceMs: 10_000,
  state: BoxesState,
  messages: { close: z.string(), put: z.number().int() },
  async play(room) {
    const [player] = await room.seated(1);
    const box = new Box();
    room.state.boxes.push(box);
    room.spawn('closing', async () => {
      for await (const word of player.messages('close')) box.lid = new Lid().assign({ word });
    });
    for await (const weight of player.messages('put')) box.things.push(new Thing().assign({ weight }));
  },
});
