/** Players as skilled as bots, who decide by what their own clients get. */
import { arenaBot, type Arena } from '../../../shared/games/arena/index.ts';
import { BotBrain } from '../../../shared/games/arena/bot-brain.ts';
import { profileOf } from '../../../shared/games/arena/bot-profiles.ts';
import { Random } from '../../../shared/runtime/index.ts';
import { TestArena } from './test-arena.ts';

const COUNT = 6;
/** Ticks between two decisions, as for bots. */
const PAUSE_TICKS = 3;
/** How far in the past they see the others. */
const SEEN_MS_AGO = 150;

interface Client {
  readonly id: string;
  readonly state: Arena;
  readonly mind: BotBrain;
}

export class SkilledPlayers {
  readonly clients: readonly Client[];
  /** The bytes that all of them have been sent. */
  bytes = 0;
  readonly #arena: TestArena;

  private constructor(arena: TestArena) {
    this.#arena = arena;
    const { match } = arena;
    this.clients = arena.players.map((id, seat) => {
      const state = match.connect(id, ({ length }) => (this.bytes += length));
      const random = new Random('1', id);
      const senses = {
        ...{ state, seat, random },
        get now(): number {
          return match.now;
        },
        get tick(): number {
          return match.match.tick;
        },
      };
      return { id, state, mind: new BotBrain(senses, profileOf('regular', 'skirmisher')) };
    });
  }

  /** Some players among bots, in a fight. */
  static async among(seats: number): Promise<{ arena: TestArena; people: SkilledPlayers }> {
    const arena = new TestArena({ seats, fill: seats }, { bot: arenaBot });
    await arena.join(COUNT);
    const people = new SkilledPlayers(arena);
    await arena.match.tick();
    while (arena.state.phase !== 'fight') await people.tick();
    return { arena, people };
  }

  async tick(): Promise<void> {
    const { match } = this.#arena;
    for (const [index, { id, mind }] of this.clients.entries()) {
      if ((match.match.tick + index) % PAUSE_TICKS !== 0) continue;
      match.setInput(id, { ...mind.decide(), seenMsAgo: SEEN_MS_AGO });
    }
    await match.tick();
  }
}
