import type { Connection, ConnectionStatus, Departure, SendFailure } from '../../../client/connection/connection.ts';
import type { Ask } from '../../../shared/wire.ts';
import type { Scene } from './scenes.ts';

type FakeChange = Partial<
  Pick<FakeConnection, 'status' | 'held' | 'recoveries' | 'departure' | 'state' | 'questions' | 'refuse'>
>;

/** A connection that shows a scene, keeps what was sent, and changes when told to. */
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
  /** What the next message is refused with. */
  refuse: SendFailure | undefined;

  readonly #listeners = new Set<() => void>();
  readonly #noticeListeners = new Set<(type: string, data: unknown) => void>();

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
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onNotice(listener: (type: string, data: unknown) => void): () => void {
    this.#noticeListeners.add(listener);
    return () => this.#noticeListeners.delete(listener);
  }

  leave(): Promise<void> {
    return Promise.resolve();
  }

  /** Changes fields as a patch or a drop would, and tells those who listen. */
  set(change: FakeChange): void {
    Object.assign(this, change);
    for (const listener of this.#listeners) listener();
  }

  notice(type: string, data: unknown): void {
    for (const listener of this.#noticeListeners) listener(type, data);
  }
}
