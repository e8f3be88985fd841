/** What a game is: its state, what its players may say, and the one async function that is its whole course. */
import { TICK_RATES } from '../kernel/clock.ts';
import { MAX_INPUT_FIELDS, SEEN, type InputSpec } from './input.ts';
import type { Room } from './room.ts';
import type { CheckpointOf, GameSpec, OptionsOf, StateOf } from './spec.ts';
import { checkCopies } from '../state/copies.ts';
import { namesOf, typesOf } from '../state/fields.ts';
import { allowAnyMapKey } from '../state/map-keys.ts';
import { guardState } from '../state/guard-fields.ts';

/** How a game is shown to those who watch it without a seat. */
export interface SpectatorSpec {
  /**
   * How much later than players spectators see the match, in ms of match time: states, patches and notices alike. So somebody
   * who plays, and watches the same match in another window, learns nothing there that is still of use. What they see at all is
   * in `room.spectatorView`.
   *
   * It is about delivery alone: a match does not depend on it, and its recording does not have it.
   *
   * @example
   * defineGame({ name: 'tag', spectators: { delayMs: 10_000 }, … })
   */
  readonly delayMs: number;
}

/** Nothing is kept for longer for spectators. */
const MAX_SPECTATOR_DELAY_MS = 300_000;

/** By how many ticks spectators see the match later than its players. */
export function spectatorDelayTicks({ spectators, tickRate }: Pick<Game, 'spectators' | 'tickRate'>): number {
  // A little under, so that rounding errors of 1000 / tickRate do not cost a tick.
  return Math.ceil(((spectators?.delayMs ?? 0) * tickRate) / 1_000 - 1e-6);
}

interface GameHeader<S extends GameSpec> {
  /** Short name for addresses and files: lower case, digits and dashes. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  readonly seats: { readonly min: number; readonly max: number };
  /** How many seats a room has, where its creator chooses; `seats.max` unless given. */
  seatCount?(options: OptionsOf<S>): number;
  /** Ticks in a second. */
  readonly tickRate: number;
  /** How long a player whose connection dropped keeps the seat; 60 s unless given. */
  readonly reconnectGraceMs?: number;
  /** What those who watch without a seat get later than its players; without it they see the match as it is. */
  readonly spectators?: SpectatorSpec;
  /** What a list of rooms tells about this one, at once and to everybody: nothing that spectators shall see late. */
  listing?(state: StateOf<S>): Record<string, string | number | boolean>;
  /**
   * The whole match. The room ends when it returns.
   *
   * @param from what `room.checkpoint()` was given, where the script goes on from one; undefined at the start
   */
  play(room: Room<S>, from?: CheckpointOf<S>): Promise<unknown>;
}

/** A game, ready to be played. */
export type Game<S extends GameSpec = GameSpec> = S & GameHeader<S>;

/**
 * How many seats a match has.
 *
 * @param options as the game's schema gave them
 * @throws RangeError where a game's `seatCount` gives what its `seats` do not allow
 */
export function seatsOf<S extends GameSpec>({ name, seats, seatCount }: Game<S>, options: unknown): number {
  const count = seatCount?.(options as OptionsOf<S>) ?? seats.max;
  if (Number.isInteger(count) && count >= 1 && count <= seats.max) return count;
  throw new RangeError(`${name}: seatCount gives 1 to ${seats.max} seats, not ${count}`);
}

/** The parts of a spec, each of a type of its own: so the script's types follow from how they are written. */
interface SpecOf<State, Options, Messages, Questions, Notices, Effects, Checkpoint, Input> {
  readonly state: State;
  readonly options: Options;
  readonly messages: Messages;
  readonly questions: Questions;
  readonly notices: Notices;
  readonly effects: Effects;
  readonly checkpoint: Checkpoint;
  readonly input: Input;
}

/** In UTF-8 at most 120 bytes: hosts need not read longer ones. */
const MAX_TYPE_LENGTH = 40;

/**
 * Declares a game.
 *
 * @example
 * export const coin = defineGame({
 *   name: 'coin', title: 'Coin', seats: { min: 1, max: 1 }, tickRate: 10, state: CoinState,
 *   messages: { guess: z.enum(['heads', 'tails']) },
 *   async play(room) {
 *     const [player] = await room.seated(1);
 *     const guess = await player.next('guess', { timeoutMs: 10_000, otherwise: 'heads' });
 *     room.state.won = guess === room.random.pick(['heads', 'tails']);
 *   },
 * });
 *
 * @throws RangeError where a value makes no sense
 */
export function defineGame<
  State extends GameSpec['state'],
  Messages extends GameSpec['messages'],
  Options extends GameSpec['options'] = undefined,
  Questions extends GameSpec['questions'] = undefined,
  Notices extends GameSpec['notices'] = undefined,
  Effects extends GameSpec['effects'] = undefined,
  Checkpoint extends GameSpec['checkpoint'] = undefined,
  const Input extends GameSpec['input'] = undefined,
>(
  game: Pick<SpecOf<State, Options, Messages, Questions, Notices, Effects, Checkpoint, Input>, 'state' | 'messages'> &
    Partial<SpecOf<State, Options, Messages, Questions, Notices, Effects, Checkpoint, Input>> &
    GameHeader<SpecOf<State, Options, Messages, Questions, Notices, Effects, Checkpoint, Input>>,
): Game<SpecOf<State, Options, Messages, Questions, Notices, Effects, Checkpoint, Input>> {
  if (!/^[a-z][a-z0-9-]*$/.test(game.name))
    throw new RangeError(`a game's name is like "liars-dice", not "${game.name}"`);
  if (!(game.tickRate >= TICK_RATES.min && game.tickRate <= TICK_RATES.max)) {
    const { min, max } = TICK_RATES;
    throw new RangeError(`${game.name}: tickRate is ${min} to ${max} ticks a second, not ${game.tickRate}`);
  }
  const { min, max } = game.seats;
  if (!(Number.isInteger(min) && Number.isInteger(max) && min >= 1 && max >= min)) {
    throw new RangeError(`${game.name}: seats are { min, max } with 1 ≤ min ≤ max`);
  }
  const delayMs = game.spectators?.delayMs ?? 0;
  if (!(delayMs >= 0 && delayMs <= MAX_SPECTATOR_DELAY_MS)) {
    throw new RangeError(`${game.name}: spectators.delayMs is 0 to ${MAX_SPECTATOR_DELAY_MS} ms, not ${delayMs}`);
  }
  for (const type of Object.keys(game.messages)) {
    if (type.length > MAX_TYPE_LENGTH) {
      throw new RangeError(`${game.name}: message types have at most ${MAX_TYPE_LENGTH} characters, not "${type}"`);
    }
    if (type.startsWith('$')) throw new RangeError(`${game.name}: message types beginning with $ are the server's own`);
  }
  checkInput(game);
  checkCopies(game);
  allowAnyMapKey();
  guardState(game.state);
  // Parts that are not given have the type undefined.
  return game as Game<SpecOf<State, Options, Messages, Questions, Notices, Effects, Checkpoint, Input>>;
}

function checkInput({ name, input }: { readonly name: string; readonly input?: InputSpec }): void {
  if (input === undefined) return;
  const ranges = Object.entries<readonly [number, number]>(input.ranges);
  const frame = new input.frame();
  const fields = namesOf(frame);
  if (fields.length > MAX_INPUT_FIELDS || fields.join() !== ranges.map(([field]) => field).join()) {
    throw new RangeError(
      `${name}: an input has at most ${MAX_INPUT_FIELDS} fields, and a range for each in the order of its schema (${fields.join(', ')})`,
    );
  }
  if (fields.includes(SEEN)) throw new RangeError(`${name}: the input field "${SEEN}" is the server's own`);
  const rewind: readonly [string, readonly [number, number]] = ['rewindMs', [0, input.rewindMs ?? 0]];
  for (const [field, [min, max]] of [...ranges, rewind]) {
    if (!(isInt32(min) && isInt32(max) && min <= max))
      throw new RangeError(`${name}: the range of the input "${field}" is [min, max] in whole numbers of 32 bits`);
  }
  for (const [index, type] of typesOf(frame).entries()) {
    const [field, [min, max]] = ranges[index]!;
    const holds = typeof type === 'string' ? HOLDS[type] : undefined;
    if (holds === undefined) {
      const known = Object.keys(HOLDS).join(', ');
      throw new RangeError(`${name}: the type of the input "${field}" is one of ${known}, not ${String(type)}`);
    }
    if (min < holds[0] || max > holds[1])
      throw new RangeError(`${name}: the input "${field}" cannot hold all from ${min} to ${max} as ${String(type)}`);
  }
}

/** The types that an input may have, which hosts read off the wire, and what they hold: a number beyond that would arrive as another one. */
const HOLDS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  int8: [-(2 ** 7), 2 ** 7 - 1],
  uint8: [0, 2 ** 8 - 1],
  int16: [-(2 ** 15), 2 ** 15 - 1],
  uint16: [0, 2 ** 16 - 1],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint32: [0, 2 ** 32 - 1],
};

function isInt32(value: number): boolean {
  return value === (value | 0);
}
