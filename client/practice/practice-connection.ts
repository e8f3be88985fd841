/** A place at a table that the page itself keeps: the same to a view as one over the network. */
import type { Output, Refusal } from '../../shared/runtime/index.ts';
import type { Ask } from '../../shared/wire.ts';
import type { Connection, ConnectionStatus, Departure, Refused } from '../connection/connection.ts';
import type { RealTime } from '../connection/real-time.ts';

/** The table as this place needs it. */
export interface PracticeSeat {
  readonly game: string;
  readonly matchId: string;
  readonly player: string;
  readonly seat: number;
  /** As this player's client decodes it. */
  readonly state: unknown;
  readonly realTime: RealTime | undefined;
  /** Match time in ms. */
  now(): number;
  /** The clock stands still. */
  held(): boolean;
  submit(type: string, data: unknown, replied: (refusal: Refusal | undefined) => void): void;
  answer(question: number, answer: unknown, replied: (refusal: Refusal | undefined) => void): void;
  leave(): void;
}

const GONE: Refused = { code: 'lost', message: 'The practice is over.' };

export class PracticeConnection implements Connection {
  readonly code: string;
  readonly recoveries = 0;
  departure: Departure | undefined;
  questions: readonly Ask[] = [];
  readonly #place: PracticeSeat;
  readonly #listeners = new Set<() => void>();
  readonly #noticeListeners = new Set<(type: string, data: unknown) => void>();
  /** Calls that wait for their reply. */
  readonly #sent = new Set<(refused: Refused | undefined) => void>();

  constructor(place: PracticeSeat) {
    this.#place = place;
    this.code = place.matchId.split('-', 1)[0] ?? '';
  }

  get game(): string {
    return this.#place.game;
  }

  get matchId(): string {
    return this.#place.matchId;
  }

  get player(): string {
    return this.#place.player;
  }

  get seat(): number {
    return this.#place.seat;
  }

  get status(): ConnectionStatus {
    return this.departure === undefined ? 'live' : 'closed';
  }

  get state(): unknown {
    return this.#place.state;
  }

  get realTime(): RealTime | undefined {
    return this.#place.realTime;
  }

  get held(): boolean {
    return this.#place.held();
  }

  matchNow(): number {
    return this.#place.now();
  }

  send(type: string, data: unknown): Promise<Refused | undefined> {
    return this.#reply((replied) => this.#place.submit(type, data, replied));
  }

  answer(question: number, answer: unknown): Promise<Refused | undefined> {
    return this.#reply((replied) => this.#place.answer(question, answer, replied));
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onNotice(listener: (type: string, data: unknown) => void): () => void {
    this.#noticeListeners.add(listener);
    return () => this.#noticeListeners.delete(listener);
  }

  async leave(): Promise<void> {
    this.depart({ why: 'left' });
  }

  /** The table has put this out: it may be for this place. */
  hear(output: Output): void {
    if (output.kind === 'notice') {
      if (output.to !== 'all' && output.to !== this.player) return;
      for (const listener of this.#noticeListeners) listener(output.type, output.data);
    } else if (output.kind === 'ask' && output.to === this.player) {
      const { question, name, data } = output;
      this.questions = [...this.questions.filter((ask) => ask.question !== question), { question, name, data }];
      this.changed();
    } else if (output.kind === 'asked' && output.to === this.player) {
      this.questions = this.questions.filter(({ question }) => question !== output.question);
      this.changed();
    } else if (output.kind === 'dismiss' && output.player === this.player) {
      this.depart({ why: 'dismissed', reason: output.reason });
    }
  }

  /** Something that can be read here has changed. */
  changed(): void {
    for (const listener of this.#listeners) listener();
  }

  /** It is over, for good. */
  depart(departure: Departure): void {
    if (this.departure !== undefined) return;
    this.departure = departure;
    this.questions = [];
    this.#place.leave();
    for (const resolve of this.#sent) resolve(GONE);
    this.#sent.clear();
    this.changed();
  }

  #reply(send: (replied: (refusal: Refusal | undefined) => void) => void): Promise<Refused | undefined> {
    if (this.status === 'closed') return Promise.resolve(GONE);
    return new Promise((resolve) => {
      this.#sent.add(resolve);
      send((refusal) => {
        this.#sent.delete(resolve);
        resolve(refusal && { code: refusal.code, message: refusal.message });
      });
    });
  }
}
