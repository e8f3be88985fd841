/** A crowd in an arena, for tests of what nobody thought of. */
import type { Random } from '../../../shared/runtime/index.ts';
import type { TestArena } from './test-arena.ts';

/** People who do anything at any time. */
export class RandomArenaPlayers {
  readonly #arena: TestArena;
  readonly #luck: Random;

  constructor(arena: TestArena, luck: Random) {
    this.#arena = arena;
    this.#luck = luck;
  }

  act(): void {
    const { match } = this.#arena;
    const [luck, people] = [this.#luck, match.match.players.filter(({ bot }) => !bot).map(({ id }) => id)];
    if (people.length === 0 || luck.chance(0.05)) {
      const player = `guest-${luck.int(0, 1_000_000)}`;
      match.enter({ kind: luck.chance(0.8) ? 'join' : 'spectate', player, name: 'Guest', bot: false });
      return;
    }
    const who = luck.pick(people);
    const action = luck.int(0, 40);
    if (action === 0) match.leave(who);
    else if (action === 1) match.drop(who);
    else if (action === 2) match.return(who);
    else if (action === 3) match.setInput(who, undefined);
    else this.#fumble(who);
  }

  #fumble(who: string): void {
    const luck = this.#luck;
    this.#arena.match.setInput(who, {
      move: luck.int(0, 16),
      aim: luck.int(0, 1_023),
      buttons: luck.int(0, 7),
      seenMsAgo: luck.int(0, 300),
    });
  }
}
