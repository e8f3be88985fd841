/** The walk as a Greenroom game. */
import { defineGame } from '../../../shared/runtime/index.ts';
import { WalkState, ROOM_SIZE, WalkStep, TICK_RATE, Walk } from './field.ts';

export const walkGame = defineGame({
  name: 'walk',
  title: 'Walk',
  seats: { min: 1, max: ROOM_SIZE },
  tickRate: TICK_RATE,
  state: WalkState,
  messages: { step: WalkStep },
  async play(room) {
    const walk = new Walk(room.state);
    room.onTick(() => walk.tick());
    for await (const player of room.arrivals()) {
      room.spawn(`walk of ${player.id}`, async () => {
        walk.enter(player.id);
        for await (const step of player.messages('step')) walk.steer(player.id, step);
        walk.leave(player.id);
      });
    }
  },
});
