/** A game whose code has changed: its script has one more task. */
import type { Game } from '../../../shared/runtime/index.ts';

export function withChangedCode(game: Game): Game {
  return {
    ...game,
    play(room, from) {
      room.spawn('what is new', async () => {
        for (;;) await room.sleep(250);
      });
      return game.play(room, from);
    },
  };
}
