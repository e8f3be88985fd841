/** A place at a table whose match is over: it shows what was seen from there, and nothing can be done from it. */
import type { Ask } from '../../../shared/wire.ts';
import type { Connection, ConnectionStatus, Departure, SendFailure } from '../connection.ts';
import type { RealTime } from '../real-time.ts';

const OVER: SendFailure = { code: 'illegal', message: 'This is a replay: what has happened has happened.' };

interface ReplaySeat {
  readonly matchId: string;
  readonly game: string;
  /** Undefined: a watcher. */
  readonly player: string | undefined;
  /** Match time in ms. */
  readonly now: () => number;
  /** Undefined: the game is drawn without. */
  readonly realTime: RealTime | undefined;
}

/** What is to be seen at a moment. */
export interface ReplayView {
  readonly state: unknown;
  readonly seat: number | undefined;
  readonly questions: readonly Ask[];
  /** The clock stands still. */
  readonly held: boolean;
}

export class ReplayConnection implements Connection {
  readonly code: string;
  readonly game: string;
  readonly matchId: string;
  readonly player: string;
  readonly status: ConnectionStatus = 'live';
  readonly departure: Departure | undefined = undefined;
  readonly recoveries = 0;
  readonly realTime: RealTime | undefined;
  seat: number | undefined;
  /** Another object after a jump. */
  state: unknown;
  questions: readonly Ask[] = [];
  held = false;

  readonly #now: () => number;
  readonly #listeners = new Set<() => void>();
  readonly #noticeListeners = new Set<(type: string, data: unknown) => void>();

  constructor({ matchId, game, player, now, realTime }: ReplaySeat) {
    this.code = matchId.split('-', 1)[0] ?? '';
    this.game = game;
    this.matchId = matchId;
    this.player = player ?? '';
    this.realTime = realTime;
    this.#now = now;
  }

  matchNow(): number {
    return this.#now();
  }

  async send(): Promise<SendFailure> {
    return OVER;
  }

  async answer(): Promise<SendFailure> {
    return OVER;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onNotice(listener: (type: string, data: unknown) => void): () => void {
    this.#noticeListeners.add(listener);
    return () => this.#noticeListeners.delete(listener);
  }

  async leave(): Promise<void> {}

  show(sight: ReplayView): void {
    Object.assign(this, sight);
    for (const listener of this.#listeners) listener();
  }

  notice(type: string, data: unknown): void {
    for (const listener of this.#noticeListeners) listener(type, data);
  }
}
