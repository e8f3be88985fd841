import type { ConnectionStatus, Departure, SendFailure } from '../../../client/connection/connection.ts';
import { msUntil } from '../../../client/connection/deadline.ts';
import type { ReceivedNotice } from '../../../client/connection/game-types.ts';
import { Listeners } from '../../../client/connection/listeners.ts';
import { NoticeListeners } from '../../../client/connection/notice-listeners.ts';
import { OpenQuestions } from '../../../client/connection/open-questions.ts';
import type { Question, Table, TableDeadline } from '../../../client/connection/table.ts';
import type { liarsDice } from '../../../shared/games/liars-dice/game.ts';
import type { NoticeData, StateOf } from '../../../shared/runtime/index.ts';
import type { Ask } from '../../../shared/wire.ts';
import type { Scene } from './scenes.ts';

type Dice = typeof liarsDice;

type FakeChange = Partial<
  Pick<FakeConnection, 'status' | 'held' | 'recoveries' | 'departure' | 'asks' | 'refuse'> & { readonly state: object }
>;

/** A table that shows a scene, records what was sent, and changes on demand. */
export class FakeConnection implements Table<Dice> {
  readonly code = 'KRTWZ';
  readonly game = 'liars-dice';
  readonly matchId = 'KRTWZ-x7k2m5q4pz';
  readonly player = 'me';
  readonly seat: number | undefined;
  readonly sent: { type: string; data: unknown }[] = [];
  readonly hasState = true;
  status: ConnectionStatus;
  departure: Departure | undefined;
  state: StateOf<Dice>;
  asks: readonly Ask[];
  held: boolean;
  readonly realTime = undefined;
  recoveries = 0;
  /** The failure of the next messages. */
  refuse: SendFailure | undefined;

  readonly #openedMs = performance.now();
  readonly #questions = new OpenQuestions<Dice>((question, answer) => this.#answer(question, answer));
  readonly #changes = new Listeners();
  readonly #notices = new NoticeListeners<Dice>();

  constructor({ seat, state, status, held, departure, questions }: Scene) {
    this.seat = seat;
    // A scene is a plain object in the shape of a state.
    this.state = state as StateOf<Dice>;
    this.status = status ?? 'live';
    this.held = held ?? false;
    this.departure = departure;
    this.asks = questions ?? [];
  }

  get questions(): readonly Question<Dice>[] {
    return this.#questions.of(this.asks);
  }

  matchNow(): number | undefined {
    return undefined;
  }

  /** The scene's deadline was set when the page opened. */
  msLeft(deadline: TableDeadline): number {
    return msUntil(deadline, this.state.now + performance.now() - this.#openedMs);
  }

  async send(type: string, data: unknown): Promise<SendFailure | undefined> {
    this.sent.push({ type, data });
    return this.refuse;
  }

  setInput(): void {}

  subscribe(listener: () => void): () => void {
    return this.#changes.add(listener);
  }

  on<N extends ReceivedNotice<Dice>>(notice: N, listener: (data: NoticeData<Dice, N>) => void): () => void {
    return this.#notices.add(notice, listener);
  }

  leave(): Promise<void> {
    return Promise.resolve();
  }

  /** Changes fields as a patch or a drop would. */
  set(change: FakeChange): void {
    Object.assign(this, change);
    this.#changes.call();
  }

  notice(type: string, data: unknown): void {
    this.#notices.call(type, data);
  }

  #answer(question: number, answer: unknown): Promise<SendFailure | undefined> {
    this.set({ asks: this.asks.filter((ask) => ask.question !== question) });
    return this.send('$answer', { question, answer });
  }
}
