/** A game: its state, the messages of its players, and the async function that is its whole match. */
import { TICK_RATES } from '../kernel/clock.ts';
import { MAX_INPUT_FIELDS, SEEN, type InputSpec } from './input.ts';
import { defaultJoinOptions } from './join-options.ts';
import type { Room } from './room.ts';
import { checkLimits, type GameLimits } from './message-limits.ts';
import type { CheckpointOf, GameSpec, OptionsOf, StateOf } from './spec.ts';
import { checkCopies } from '../state/copies.ts';
import { namesOf, typesOf } from '../state/fields.ts';
import { allowAnyMapKey } from '../state/map-keys.ts';
import { guardState } from '../state/guard-fields.ts';

/** What spectators see of a game: clients that watch without a seat. */
export interface SpectatorSpec {
  /**
   * The delay of spectators in ms of match time, for patches and notices alike. A player who also watches the match as a spectator then
   * learns nothing of use. What spectators see at all is in `room.spectatorView`.
   *
   * It delays delivery alone: the match does not depend on it, and it is not recorded.
   *
   * @example
   * defineGame({ name: 'tag', spectators: { delayMs: 10_000 }, … })
   */
  readonly delayMs: number;
}

/** The longest delay, in ms: all of it is kept in memory. */
const MAX_SPECTATOR_DELAY_MS = 300_000;

/** The delay of spectators, in ticks. */
export function spectatorDelayTicks({ spectators, tickRate }: Pick<Game, 'spectators' | 'tickRate'>): number {
  // A little under, so that rounding errors of 1000 / tickRate do not cost a tick.
  return Math.ceil(((spectators?.delayMs ?? 0) * tickRate) / 1_000 - 1e-6);
}

/** What a game is beside its spec: its name, its seats, its tick rate and its script. */
export interface GameHeader<S extends GameSpec> {
  /** Short name for addresses and files: lower case, digits and dashes. */
  readonly name: string;
  /** The name that people see. */
  readonly title: string;
  /** The least number of players, and the number of seats at most. */
  readonly seats: { readonly min: number; readonly max: number };
  /** The number of seats of a room with these options; `seats.max` unless given. */
  seatCount?(options: OptionsOf<S>): number;
  /** Ticks per second. */
  readonly tickRate: number;
  /** How long a disconnected player keeps the seat, in ms; 60,000 unless given. */
  readonly reconnectGraceMs?: number;
  /**
   * Bounds of what clients may send, and what spectators may.
   *
   * @example
   * limits: { messagesPerSecond: 10, burst: 20, messageBytes: 500, spectatorsMaySend: ['chat'] }
   */
  readonly limits?: GameLimits;
  /** How spectators see the match; without it, as it is and without delay. */
  readonly spectators?: SpectatorSpec;
  /** What lists of rooms show of this one, to everybody and at once: nothing that spectators must see late. */
  listing?(state: StateOf<S>): Record<string, string | number | boolean>;
  /**
   * The whole match. The room ends when it returns.
   *
   * @param from the data that `room.checkpoint()` was given, if the script is restarted from a checkpoint; undefined at the start
   */
  play(room: Room<S>, from?: CheckpointOf<S>): Promise<unknown>;
}

/** A game: its spec with its header, as `defineGame` gives it. */
export type Game<S extends GameSpec = GameSpec> = S & GameHeader<S>;

/**
 * The number of seats of a match.
 *
 * @param options as the game's schema gave them
 * @throws RangeError if the game's `seatCount` gives a number that its `seats` do not allow
 */
export function seatsOf<S extends GameSpec>({ name, seats, seatCount }: Game<S>, options: unknown): number {
  const count = seatCount?.(options as OptionsOf<S>) ?? seats.max;
  if (Number.isInteger(count) && count >= 1 && count <= seats.max) return count;
  throw new RangeError(`${name}: seatCount gives 1 to ${seats.max} seats, not ${count}`);
}

/** A spec with a type parameter for each part: the types of a game's script are inferred from them. */
export interface SpecOf<State, Options, Messages, Questions, Notices, Effects, Checkpoint, Input, JoinOptions> {
  /** The class of the state. */
  readonly state: State;
  /** The schema of the room options. */
  readonly options: Options;
  /** The message types. */
  readonly messages: Messages;
  /** The questions. */
  readonly questions: Questions;
  /** The notices. */
  readonly notices: Notices;
  /** The effects. */
  readonly effects: Effects;
  /** The schema of a checkpoint's data. */
  readonly checkpoint: Checkpoint;
  /** The input of each tick. */
  readonly input: Input;
  /** The schema of what players choose when they join. */
  readonly joinOptions: JoinOptions;
}

/** At most 120 bytes in UTF-8, so that hosts never read longer ones. */
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
 * @throws RangeError if a part of it makes no sense, with its name and what is allowed
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
  JoinOptions extends GameSpec['joinOptions'] = undefined,
  const Name extends string = string,
>(
  game: { readonly name: Name } & Pick<
    SpecOf<State, Options, Messages, Questions, Notices, Effects, Checkpoint, Input, JoinOptions>,
    'state' | 'messages'
  > &
    Partial<SpecOf<State, Options, Messages, Questions, Notices, Effects, Checkpoint, Input, JoinOptions>> &
    GameHeader<SpecOf<State, Options, Messages, Questions, Notices, Effects, Checkpoint, Input, JoinOptions>>,
): Game<SpecOf<State, Options, Messages, Questions, Notices, Effects, Checkpoint, Input, JoinOptions>> & {
  readonly name: Name;
} {
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
  checkJoinOptions(game);
  checkLimits(game);
  checkCopies(game);
  allowAnyMapKey();
  guardState(game.state);
  // Parts that are left out have the type undefined.
  return game as Game<SpecOf<State, Options, Messages, Questions, Notices, Effects, Checkpoint, Input, JoinOptions>> & {
    readonly name: Name;
  };
}

/** Bots choose nothing, and players of old matches neither. */
function checkJoinOptions(game: Pick<GameSpec, 'joinOptions'> & { readonly name: string }): void {
  try {
    defaultJoinOptions(game);
  } catch (cause) {
    throw new RangeError(`${game.name}: joinOptions takes {} and gives plain data for it: give each option a default`, {
      cause,
    });
  }
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

/** The wire types of input fields, and the numbers that each can hold: any other number would arrive as a different one. */
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
