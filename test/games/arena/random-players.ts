/** A crowd in an arena, for tests of what nobody thought of. */
import type { Random } from '../../../shared/runtime/index.ts';
import type { TestArena } from './test-arena.ts';

/** People who do anything at any time. */
export class RandomArenaPlayers {
  readonly #arena: TestArena;
  readonly #luck: Random;

  constructor(arena: TestArena, random: Random) {
    this.#arena = arena;
    this.#luck = random;
  }

  act(): void {
    const { match } = this.#arena;
    const [random, people] = [this.#luck, match.match.players.filter(({ bot }) => !bot).map(({ id }) => id)];
    if (people.length === 0 || random.chance(0.05)) {
      const player = `guest-${random.int(0, 1_000_000)}`;
      match.enter({ kind: random.chance(0.8) ? 'join' : 'spectate', player, name: 'Guest', bot: false });
      return;
    }
    const who = random.pick(people);
    const action = random.int(0, 40);
    if (action === 0) match.leave(who);
    else if (action === 1) match.drop(who);
    else if (action === 2) match.return(who);
    else if (action === 3) match.setInput(who, undefined);
    else this.#fumble(who);
  }

  #fumble(who: string): void {
    const random = this.#luck;
    this.#arena.match.setInput(who, {
      move: random.int(0, 16),
      aim: random.int(0, 1_023),
      buttons: random.int(0, 7),
      seenMsAgo: random.int(0, 300),
    });
  }
}
