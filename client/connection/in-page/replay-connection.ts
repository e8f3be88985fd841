/** The connection to a replay: shows the match as one viewer saw it, and refuses every message. */
import type { Ask } from '../../../shared/wire.ts';
import type { Connection, ConnectionStatus, Departure, SendFailure } from '../connection.ts';
import { Listeners } from '../listeners.ts';
import type { RealTime } from '../real-time.ts';

const OVER: SendFailure = { code: 'illegal', message: 'This is a replay.' };

interface ReplaySeat {
  readonly matchId: string;
  readonly game: string;
  /** Undefined: a spectator. */
  readonly player: string | undefined;
  /** Match time in ms. */
  readonly now: () => number;
  /** Undefined for games without input frames. */
  readonly realTime: RealTime | undefined;
}

/** What the viewer sees at one moment. */
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
  /** Another object after each seek. */
  state: unknown;
  questions: readonly Ask[] = [];
  held = false;

  readonly #now: () => number;
  readonly #changes = new Listeners();
  readonly #notices = new Listeners<[type: string, data: unknown]>();

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
    return this.#changes.add(listener);
  }

  onNotice(listener: (type: string, data: unknown) => void): () => void {
    return this.#notices.add(listener);
  }

  async leave(): Promise<void> {}

  show(view: ReplayView): void {
    Object.assign(this, view);
    this.#changes.call();
  }

  notice(type: string, data: unknown): void {
    this.#notices.call(type, data);
  }
}
