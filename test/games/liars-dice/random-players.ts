/** A crowd around a table, for tests of what nobody thought of. */
import { EMOTES } from '../../../shared/games/liars-dice/constants.ts';
import type { Random } from '../../../shared/runtime/index.ts';
import type { TestTable } from './test-table.ts';

/** People who do anything at any time. */
export class RandomTablePlayers {
  readonly #table: TestTable;
  readonly #luck: Random;
  readonly did = new Map<string, number>();

  constructor(table: TestTable, random: Random) {
    this.#table = table;
    this.#luck = random;
  }

  act(): void {
    const { match } = this.#table;
    const people = match.match.players.filter(({ bot }) => !bot).map(({ id }) => id);
    const [random, who] = [this.#luck, people.length > 0 ? this.#luck.pick(people) : undefined];
    if (who === undefined || random.chance(0.1)) {
      const player = `guest-${random.int(0, 1_000_000)}`;
      this.#note(random.chance(0.8) ? 'join' : 'spectate', () =>
        match.enter({ kind: 'join', player, name: 'Guest', bot: false }),
      );
      return;
    }
    const actions: Record<string, () => void> = {
      bid: () => match.send(who, 'bid', { count: random.int(1, 12), face: random.int(2, 6) }),
      raise: () =>
        match.send(who, 'bid', { count: (this.#table.state.calls.at(-1)?.count ?? 0) + 1, face: random.int(2, 6) }),
      challenge: () => match.send(who, 'challenge', {}),
      spotOn: () => match.send(who, 'spotOn', { bid: random.int(0, 3) }),
      start: () => match.send(who, 'start', {}),
      chat: () => match.send(who, 'chat', 'hello'),
      emote: () => match.send(who, 'emote', random.pick(EMOTES)),
      answer: () => match.answer(who, random.chance(0.8)),
      drop: () => match.drop(who),
      return: () => match.return(who),
      leave: () => random.chance(0.1) && match.leave(who),
    };
    const name = random.pick(Object.keys(actions));
    this.#note(name, actions[name] ?? (() => {}));
  }

  #note(name: string, action: () => void): void {
    action();
    this.did.set(name, (this.did.get(name) ?? 0) + 1);
  }
}
