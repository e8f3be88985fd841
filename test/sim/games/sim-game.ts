/** What the simulator has to know of a game to play it, to break it, and to judge it. */
import type { Decoder } from '@colyseus/schema';
import type { BotScript, Game, GameSpec, Random, StateOf } from '../../../shared/runtime/index.ts';
import type { Match } from '../../../shared/runtime/host.ts';
import type { EffectHandlers } from '../../../server/host/effect-runs.ts';

/** A invariant that did not hold. */
export interface Violation {
  /** The same words each time: a run is told from another by them. */
  readonly invariant: string;
  /** The fields that broke it, with their values. */
  readonly details: string;
}

/** Watches one match from its first tick to its last, every tick once. */
export interface Watcher {
  /** What does not hold now. Called at the end of each tick. */
  check(): readonly Violation[];
}

/** What players choose who open a table. */
export interface RoomSetup {
  readonly options: Readonly<Record<string, unknown>>;
  /** How many players come over the network. The game's script may ask for bots of the server beside them. */
  readonly players: number;
}

/** What a client of the network has come to know. */
export interface Knowledge<State> {
  readonly state: State;
  /** Everything that it has decoded and not forgotten, whether the state still shows it or not. */
  readonly decoder: Decoder;
  /** Its seat; undefined for those who watch. */
  readonly seat: number | undefined;
  readonly player: string;
  /** It has just been given the whole state, for the first time or after a return. */
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
  /** Draws a table. */
  setup(random: Random): RoomSetup;
  /** Watches a match: the invariants of the game. `reached` is told of each branch that the match takes, as often as it likes. */
  watch(match: Match<S>, reached: (branch: string) => void): Watcher;
  /** The branches that a long run must have taken: see `watch`. */
  readonly branches: readonly string[];
  /** What a client knows and must not: '' where all is well. Called after each patch. */
  leak(knowledge: Knowledge<StateOf<S>>): string;
  /** Whether somebody who leaves that seat now does the most harm. */
  isWorstMoment(state: StateOf<S>, seat: number): boolean;
  /** Draws what a hostile client sends. */
  hostile(random: Random, state: StateOf<S>): HostileAction;
  /** Whether the match has come to what it was about: when it has, players leave. */
  isOver(state: StateOf<S>): boolean;
  /** How much match time it may take to come to that, once nothing goes wrong any more. */
  readonly budgetMs: number;
  /** What its effects do outside; none where the game has no effects. */
  readonly effects?: EffectHandlers;
}

/** A game as the simulator has it, whichever it is. */
export type SimGame = SimGameSpec<GameSpec>;

/** Declares a game to the simulator. */
export function simGame<S extends GameSpec>(spec: SimGameSpec<S>): SimGame {
  // The state, the match and the scripts that a game is given are always its own.
  return spec;
}
