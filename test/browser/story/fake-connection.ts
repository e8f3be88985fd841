import type { Connection, ConnectionStatus, Departure, SendFailure } from '../../../client/connection/connection.ts';
import { Listeners } from '../../../client/connection/listeners.ts';
import type { Ask } from '../../../shared/wire.ts';
import type { Scene } from './scenes.ts';

type FakeChange = Partial<
  Pick<FakeConnection, 'status' | 'held' | 'recoveries' | 'departure' | 'state' | 'questions' | 'refuse'>
>;

/** A connection that shows a scene, records what was sent, and changes on demand. */
export class FakeConnection implements Connection {
  readonly code = 'KRTWZ';
  readonly game = 'liars-dice';
  readonly matchId = 'KRTWZ-x7k2m5q4pz';
  readonly player = 'me';
  readonly seat: number | undefined;
  readonly sent: { type: string; data: unknown }[] = [];
  status: ConnectionStatus;
  departure: Departure | undefined;
  state: unknown;
  questions: readonly Ask[];
  held: boolean;
  readonly realTime = undefined;
  recoveries = 0;
  /** The failure of the next messages. */
  refuse: SendFailure | undefined;

  readonly #changes = new Listeners();
  readonly #notices = new Listeners<[type: string, data: unknown]>();

  constructor({ seat, state, status, held, departure, questions }: Scene) {
    this.seat = seat;
    this.state = state;
    this.status = status ?? 'live';
    this.held = held ?? false;
    this.departure = departure;
    this.questions = questions ?? [];
  }

  matchNow(): number | undefined {
    return undefined;
  }

  async send(type: string, data: unknown): Promise<SendFailure | undefined> {
    this.sent.push({ type, data });
    return this.refuse;
  }

  answer(question: number, answer: unknown): Promise<SendFailure | undefined> {
    this.set({ questions: this.questions.filter((ask) => ask.question !== question) });
    return this.send('$answer', { question, answer });
  }

  subscribe(listener: () => void): () => void {
    return this.#changes.add(listener);
  }

  onNotice(listener: (type: string, data: unknown) => void): () => void {
    return this.#notices.add(listener);
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
}
