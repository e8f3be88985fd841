/** Declares a game to the simulator by its invariants: what else the simulator needs has usual values. */
import type { BotScript, Game, GameSpec, Random, StateOf } from '../../../shared/runtime/index.ts';
import type { Match } from '../../../shared/runtime/host.ts';
import { nonsense, oddNumber } from './random-data.ts';
import { simGame, type HostileAction, type SimGame, type SimGameSpec } from './sim-game.ts';
import { Violations } from './violations.ts';

/** How long players may take to the end of a match once there are no more faults, unless given. */
const BUDGET_MS = 600_000;

/** Checks one invariant: true where it holds, else the fields that violate it, with their values. */
export type Invariant<S extends GameSpec> = (state: StateOf<S>, match: Match<S>) => true | string;

/** The invariants of a game, and how the simulator plays it. Only the bot and the end of a match are required. */
export interface InvariantsSpec<S extends GameSpec> extends Partial<
  Pick<SimGameSpec<S>, 'setup' | 'leak' | 'hostile' | 'isWorstMoment' | 'effects'>
> {
  /** Plays for players and for bots of the server. */
  readonly bot: BotScript<S>;
  /** By the rule that each holds. They are checked after every tick. */
  readonly invariants: Readonly<Record<string, Invariant<S>>>;
  /** Whether the match has reached its goal: then the players leave. */
  isOver(state: StateOf<S>): boolean;
  /** The most match time that this takes once there are no more faults, in ms; ten minutes unless given. */
  readonly budgetMs?: number;
}

/**
 * Declares the invariants of a game, for `greenroom sim` and {@link simulate}.
 *
 * @example
 * export const coinInvariants = defineInvariants(coin, {
 *   bot: coinBot,
 *   isOver: (state) => state.phase === 'over',
 *   invariants: {
 *     'nobody wins more than three times': ({ won }) => won <= 3 || `won ${won}`,
 *   },
 * });
 */
export function defineInvariants<S extends GameSpec>(game: Game<S>, spec: InvariantsSpec<S>): SimGame {
  const { invariants, budgetMs = BUDGET_MS, ...others } = spec;
  const rules = Object.entries(invariants);
  return simGame<S>({
    setup: (random) => ({ options: {}, players: random.int(game.seats.min, game.seats.max) }),
    leak: () => '',
    isWorstMoment: () => false,
    hostile: (random) => anything(game, random),
    ...others,
    ...{ game, budgetMs, branches: [] },
    watch(match) {
      const violations = new Violations();
      return {
        check() {
          for (const [invariant, holds] of rules) {
            const found = holds(match.state, match);
            if (found !== true) violations.add(invariant, found);
          }
          return violations.take();
        },
      };
    },
  });
}

/** A message of a known or unknown type with odd data, or odd input. */
function anything(game: Pick<Game, 'messages' | 'input'>, random: Random): HostileAction {
  const fields = Object.keys(game.input?.ranges ?? {});
  if (fields.length > 0 && random.chance(0.5)) {
    return { kind: 'input', numbers: fields.map(() => oddNumber(random)), seenAtMs: oddNumber(random) };
  }
  const type = random.pick([...Object.keys(game.messages ?? {}), 'unknown']);
  return { kind: 'message', type, data: nonsense(random) };
}
