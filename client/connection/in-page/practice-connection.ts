/** The player's connection to a practice table in this page. */
import { isFor, type Output } from '../../../shared/runtime/host.ts';
import type { GameSpec, MessageType, NoticeData, Refusal, StateOf } from '../../../shared/runtime/index.ts';
import type { Ask } from '../../../shared/wire.ts';
import type { ConnectionStatus, Departure, SendFailure } from '../connection.ts';
import { msUntil } from '../deadline.ts';
import type { GameName, InputFields, MessageInput, ReceivedNotice } from '../game-types.ts';
import { Listeners } from '../listeners.ts';
import { NoticeListeners } from '../notice-listeners.ts';
import { OpenQuestions } from '../open-questions.ts';
import type { RealTime } from '../real-time.ts';
import type { Question, Table, TableDeadline } from '../table.ts';

/** The player's seat, as the practice table provides it. */
export interface PracticeSeat<G extends GameSpec> {
  readonly game: GameName<G>;
  readonly matchId: string;
  readonly player: string;
  readonly seat: number;
  /** Decoded from the patches, as a client's over the network. */
  readonly state: StateOf<G>;
  readonly realTime: RealTime | undefined;
  /** Match time in ms. */
  now(): number;
  /** Whether the clock stands still. */
  held(): boolean;
  /** Sets fields of the input frames, of which one enters in each tick from now on. */
  setInput(fields: InputFields<G>): void;
  submit(type: string, data: unknown, replied: (refusal: Refusal | undefined) => void): void;
  answer(question: number, answer: unknown, replied: (refusal: Refusal | undefined) => void): void;
  leave(): void;
}

const ENDED_FAILURE: SendFailure = { code: 'lost', message: 'The practice has ended.' };

export class PracticeConnection<G extends GameSpec = GameSpec> implements Table<G> {
  readonly code: string;
  readonly game: GameName<G>;
  readonly matchId: string;
  readonly player: string;
  readonly seat: number;
  readonly state: StateOf<G>;
  readonly hasState = true;
  readonly realTime: RealTime | undefined;
  readonly recoveries = 0;
  departure: Departure | undefined;
  readonly #seat: PracticeSeat<G>;
  readonly #changes = new Listeners();
  readonly #notices = new NoticeListeners<G>();
  readonly #questions = new OpenQuestions<G>((question, answer) => this.#answer(question, answer));
  #asks: readonly Ask[] = [];
  /** Messages and answers without a reply. */
  readonly #pending = new Set<(refused: SendFailure | undefined) => void>();

  constructor(place: PracticeSeat<G>) {
    this.#seat = place;
    this.game = place.game;
    this.matchId = place.matchId;
    this.player = place.player;
    this.seat = place.seat;
    this.state = place.state;
    this.realTime = place.realTime;
    this.code = place.matchId.split('-', 1)[0] ?? '';
  }

  get status(): ConnectionStatus {
    return this.departure === undefined ? 'live' : 'closed';
  }

  get questions(): readonly Question<G>[] {
    return this.#questions.of(this.#asks);
  }

  get held(): boolean {
    return this.#seat.held();
  }

  matchNow(): number {
    return this.#seat.now();
  }

  msLeft(deadline: TableDeadline): number {
    return msUntil(deadline, this.#seat.now());
  }

  send<T extends MessageType<G>>(type: T, data: MessageInput<G, T>): Promise<SendFailure | undefined> {
    return this.#reply((replied) => this.#seat.submit(type, data, replied));
  }

  setInput(fields: InputFields<G>): void {
    this.#seat.setInput(fields);
  }

  subscribe(listener: () => void): () => void {
    return this.#changes.add(listener);
  }

  on<N extends ReceivedNotice<G>>(notice: N, listener: (data: NoticeData<G, N>) => void): () => void {
    return this.#notices.add(notice, listener);
  }

  async leave(): Promise<void> {
    this.close({ why: 'left' });
  }

  /** Handles an output of the match, if it is for this player. */
  onOutput(output: Output): void {
    if (output.kind === 'dismiss' && output.player === this.player)
      return this.close({ why: 'dismissed', reason: output.reason });
    if (!isFor(output, { id: this.player, spectator: false })) return;
    if (output.kind === 'notice') return this.#notices.call(output.type, output.data);
    const others = this.#asks.filter(({ question }) => question !== output.question);
    const { question } = output;
    this.#asks = output.kind === 'ask' ? [...others, { question, name: output.name, data: output.data }] : others;
    this.changed();
  }

  /** To be called after the state or the clock has changed. */
  changed(): void {
    this.#changes.call();
  }

  close(departure: Departure): void {
    if (this.departure !== undefined) return;
    this.departure = departure;
    this.#asks = [];
    this.#seat.leave();
    for (const resolve of this.#pending) resolve(ENDED_FAILURE);
    this.#pending.clear();
    this.changed();
  }

  #answer(question: number, answer: unknown): Promise<SendFailure | undefined> {
    return this.#reply((replied) => this.#seat.answer(question, answer, replied));
  }

  #reply(send: (replied: (refusal: Refusal | undefined) => void) => void): Promise<SendFailure | undefined> {
    if (this.status === 'closed') return Promise.resolve(ENDED_FAILURE);
    return new Promise((resolve) => {
      this.#pending.add(resolve);
      send((refusal) => {
        this.#pending.delete(resolve);
        resolve(refusal && { code: refusal.code, message: refusal.message });
      });
    });
  }
}
