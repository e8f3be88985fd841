/** A table as a page sees it. Tables over the network, practice tables and replays implement it. */
import type {
  GameSpec,
  MessageType,
  NoticeData,
  QuestionData,
  QuestionName,
  StateOf,
} from '../../shared/runtime/index.ts';
import type { ConnectionStatus, Departure, SendFailure } from './connection.ts';
import type { AnswerInput, AskedName, GameName, InputFields, MessageInput, ReceivedNotice } from './game-types.ts';
import type { RealTime } from './real-time.ts';

/**
 * A deadline in match time: its time in ms, 0 for none, or the fields of the state that hold it. With the fields the time left is exact even
 * after the server's clock has fallen behind: `now` is when `deadline` was set, written in the same patch.
 */
export type TableDeadline = number | { readonly now: number; readonly deadline: number };

/** A question that waits for the player's answer. */
export interface TableQuestion<G extends GameSpec, Q extends QuestionName<G>> {
  /** Unique in the match. */
  readonly number: number;
  /** The question's name in the game. */
  readonly name: Q;
  /** What the script asked. */
  readonly data: QuestionData<G, Q>;
  /** Answers it. Resolves like `Table.send()`. */
  answer(value: AnswerInput<G, Q>): Promise<SendFailure | undefined>;
}

/** Any question of a game: `name` tells which. */
export type Question<G extends GameSpec = GameSpec> = { [Q in AskedName<G>]: TableQuestion<G, Q> }[AskedName<G>];

/** What every table tells, whatever its game: enough for the frame around a view. */
export interface AnyTable {
  /** The table's code, as people type it. */
  readonly code: string;
  /** The name of the game. */
  readonly game: string;
  /** Unique among all matches; the replay's address contains it. */
  readonly matchId: string;
  /** Our id in the match; the same after reconnections. */
  readonly player: string;
  /** Our seat, from 0; undefined for a spectator. */
  readonly seat: number | undefined;
  /** Whether messages and patches flow. */
  readonly status: ConnectionStatus;
  /** Why it has closed for good; undefined until then. */
  readonly departure: Departure | undefined;
  /** False until the first state has come: for a spectator of a delayed match, and at the start of a replay. */
  readonly hasState: boolean;
  /** Interpolation and prediction for a game with input frames; undefined for others. */
  readonly realTime: RealTime | undefined;
  /** The match clock stands still, for example until everybody has reconnected after a restart. */
  readonly held: boolean;
  /** It stands still because the server cannot write its journal. */
  readonly stalled?: boolean;
  /** By how much the server delays the match for a spectator, in ms; undefined: not at all. */
  readonly delayMs?: number | undefined;
  /** Time until the first state of a delayed match, in ms; undefined: it is here. */
  beginsInMs?(): number | undefined;
  /** The server lost the last moments of the match in a crash. */
  readonly lostMoments?: boolean;
  /** How often the match has been recovered after a restart of the server. */
  readonly recoveries: number;
  /**
   * Match time in ms while the clock is held, and shortly after a welcome or a resume; undefined later, when changes of the state
   * tell the time.
   */
  matchNow(): number | undefined;
  /**
   * The time left until a deadline, in ms: 0 once it has passed, Infinity without one. It stands still while the match clock is held, and
   * counts on while the connection is lost.
   *
   * @example
   * clock.textContent = String(Math.ceil(table.msLeft(table.state) / 1_000));
   */
  msLeft(deadline: TableDeadline): number;
  /** Calls the listener after every change of the table. Returns a function that removes the listener. */
  subscribe(listener: () => void): () => void;
  /** Gives up the seat. Resolves when the server has confirmed it, or after a second. */
  leave(): Promise<void>;
}

/**
 * A visit to a table of the game `G`, as a player or a spectator. It reconnects by itself.
 *
 * @example
 * const table = await connect<typeof coin>(location.origin).playNow('coin', { name: 'Ann' });
 * table.subscribe(() => (document.title = `${table.state.won} right`));
 * table.send('guess', 'heads');
 */
export interface Table<G extends GameSpec = GameSpec> extends AnyTable {
  readonly game: GameName<G>;
  /**
   * The game's state as decoded so far; the object stays the same and changes in place, only a seek in a replay replaces it. Empty as long as
   * `hasState` is false.
   */
  readonly state: StateOf<G>;
  /** Questions that wait for our answer, oldest first. The same array while none comes or goes. */
  readonly questions: readonly Question<G>[];

  /**
   * Resolves with undefined when the server has accepted the message, or with the failure. The message counts once: it is sent
   * again after a reconnection if no reply came. Never rejects.
   */
  send<T extends MessageType<G>>(type: T, data: MessageInput<G, T>): Promise<SendFailure | undefined>;
  /**
   * Sets fields of the input frames: from now on one is sent in each tick, and fields that are left out keep their values. For a game
   * that predicts its player, `realTime.predict()` sends the frames instead.
   *
   * @example
   * onkeydown = () => table.setInput({ x: 1 });
   */
  setInput(fields: InputFields<G>): void;
  /** Calls the listener with the data of every notice of this type. Returns a function that removes the listener. */
  on<N extends ReceivedNotice<G>>(notice: N, listener: (data: NoticeData<G, N>) => void): () => void;
}
