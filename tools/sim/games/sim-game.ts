/** What the simulator needs to know about a game to play it, to attack it, and to check it. */
import type { Decoder } from '@colyseus/schema';
import type { BotScript, Game, GameEffects, GameSpec, Random, StateOf } from '../../../shared/runtime/index.ts';
import type { Match } from '../../../shared/runtime/host.ts';

/** A invariant that did not hold. */
export interface Violation {
  /** The same text each time. */
  readonly invariant: string;
  /** The fields that violate it, with their values. */
  readonly details: string;
}

/** Checks one match, once per tick. */
export interface Watcher {
  /** Called at the end of each tick. */
  check(): readonly Violation[];
}

/** The room that players open. */
export interface RoomSetup {
  readonly options: Readonly<Record<string, unknown>>;
  /** How many players join over the network. The game's script may add server bots. */
  readonly players: number;
}

/** What a client has decoded. */
export interface Knowledge<State> {
  readonly state: State;
  /** Everything that it decoded and has not dropped, whether or not the state still shows it. */
  readonly decoder: Decoder;
  /** Undefined for spectators. */
  readonly seat: number | undefined;
  readonly player: string;
  /** It has just got the whole state, for the first time or after a reconnect. */
  readonly isWhole: boolean;
}

/** A message or an input as a hostile client may send it. */
export type HostileAction =
  | { readonly kind: 'message'; readonly type: string; readonly data: unknown }
  | { readonly kind: 'input'; readonly numbers: readonly number[]; readonly seenAtMs: number | undefined };

export interface SimGameSpec<S extends GameSpec> {
  readonly game: Game<S>;
  /** The game with a function that is called in each tick while the script runs. The process can crash there. */
  withTickHook?(onTick: () => void): Game<S>;
  /** Plays for players and for bots of the server. */
  readonly bot: BotScript<S>;
  /** Draws a room. */
  setup(random: Random): RoomSetup;
  /** Checks the invariants of the game. Calls `reached` for each branch that the match takes, as often as it likes. */
  watch(match: Match<S>, reached: (branch: string) => void): Watcher;
  /** The branches that a long run must have taken: see `watch`. */
  readonly branches: readonly string[];
  /** What a client knows and must not know; '' if nothing. Called after each patch. */
  leak(knowledge: Knowledge<StateOf<S>>): string;
  /** Whether a player who leaves that seat now does the most harm. */
  isWorstMoment(state: StateOf<S>, seat: number): boolean;
  /** Draws what a hostile client sends. */
  hostile(random: Random, state: StateOf<S>): HostileAction;
  /** Whether the match has reached its goal: then the players leave. */
  isOver(state: StateOf<S>): boolean;
  /** The most match time that this takes once there are no more faults. */
  readonly budgetMs: number;
  /** Undefined if the game has no effects. */
  readonly effects?: GameEffects;
}

/** Any game. */
export type SimGame = SimGameSpec<GameSpec>;

/** Declares a game to the simulator. */
export function simGame<S extends GameSpec>(spec: SimGameSpec<S>): SimGame {
  // A game only ever gets its own state, match and scripts.
  return spec;
}
