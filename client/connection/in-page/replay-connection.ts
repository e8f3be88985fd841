/** The connection to a replay: shows the match as one viewer saw it, and refuses every message. */
import type { GameSpec, NoticeData, StateOf } from '../../../shared/runtime/index.ts';
import type { Ask } from '../../../shared/wire.ts';
import type { ConnectionStatus, Departure, SendFailure } from '../connection.ts';
import { msUntil } from '../deadline.ts';
import type { GameName, ReceivedNotice } from '../game-types.ts';
import { Listeners } from '../listeners.ts';
import { NoticeListeners } from '../notice-listeners.ts';
import { OpenQuestions } from '../open-questions.ts';
import type { RealTime } from '../real-time.ts';
import type { Question, Table, TableDeadline } from '../table.ts';

const OVER: SendFailure = { code: 'illegal', message: 'This is a replay.' };

interface ReplaySeat<G extends GameSpec> {
  readonly matchId: string;
  readonly game: GameName<G>;
  /** Undefined: a spectator. */
  readonly player: string | undefined;
  /** Match time in ms. */
  readonly now: () => number;
  /** Undefined for games without input frames. */
  readonly realTime: RealTime | undefined;
  /** Shown until the first moment has been reached. */
  readonly state: StateOf<G>;
}

/** What the viewer sees at one moment. */
export interface ReplayView<G extends GameSpec> {
  readonly state: StateOf<G>;
  readonly seat: number | undefined;
  readonly questions: readonly Ask[];
  /** The clock stands still. */
  readonly held: boolean;
}

export class ReplayConnection<G extends GameSpec = GameSpec> implements Table<G> {
  readonly code: string;
  readonly game: GameName<G>;
  readonly matchId: string;
  readonly player: string;
  readonly status: ConnectionStatus = 'live';
  readonly departure: Departure | undefined = undefined;
  readonly recoveries = 0;
  readonly realTime: RealTime | undefined;
  seat: number | undefined;
  /** Another object after each seek. */
  state: StateOf<G>;
  hasState = false;
  held = false;

  readonly #now: () => number;
  readonly #changes = new Listeners();
  readonly #notices = new NoticeListeners<G>();
  readonly #questions = new OpenQuestions<G>(() => this.send());
  #asks: readonly Ask[] = [];

  constructor({ matchId, game, player, now, realTime, state }: ReplaySeat<G>) {
    this.code = matchId.split('-', 1)[0] ?? '';
    this.game = game;
    this.matchId = matchId;
    this.player = player ?? '';
    this.realTime = realTime;
    this.state = state;
    this.#now = now;
  }

  matchNow(): number {
    return this.#now();
  }

  msLeft(deadline: TableDeadline): number {
    return msUntil(deadline, this.#now());
  }

  get questions(): readonly Question<G>[] {
    return this.#questions.of(this.#asks);
  }

  async send(): Promise<SendFailure> {
    return OVER;
  }

  setInput(): void {}

  subscribe(listener: () => void): () => void {
    return this.#changes.add(listener);
  }

  on<N extends ReceivedNotice<G>>(notice: N, listener: (data: NoticeData<G, N>) => void): () => void {
    return this.#notices.add(notice, listener);
  }

  async leave(): Promise<void> {}

  show({ state, seat, questions, held }: ReplayView<G>): void {
    Object.assign(this, { state, seat, held, hasState: true });
    this.#asks = questions;
    this.#changes.call();
  }

  notice(type: string, data: unknown): void {
    this.#notices.call(type, data);
  }
}
