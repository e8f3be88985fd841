/** One bot at a table over the network: the script that plays everywhere, fed with what its client receives. */
import { BotRun, type BotEntry, type Refusal, type Step } from '../../shared/runtime/index.ts';
import { isBreakdown, LOST, type NetworkSeat, type SeatEvents } from '../connection/network-seat.ts';
import type { PlayableGame } from './games.ts';

/** What has happened to one bot so far. */
export interface BotRecord {
  readonly name: string;
  table: string | undefined;
  /** Messages and answers. */
  sent: number;
  /** How many of them were refused, by code; `lost`: the line broke before the reply. */
  refused: Record<string, number>;
  reconnects: number;
  matches: number;
  /** Why it is not at its table any more. */
  closed: string | undefined;
  /** Its table or its script broke. */
  broken: boolean;
}

export type TakeSeat = (events: SeatEvents) => Promise<NetworkSeat>;

/** What a script is told of a message that may have been lost. */
const LOST_REFUSAL: Refusal = { code: 'not-now', message: 'the connection broke before a reply came' };

export class NetworkBot {
  readonly record: BotRecord;
  readonly #played: PlayableGame;
  readonly #run: BotRun;
  readonly #seat: NetworkSeat;
  /** What came since its last tick. */
  readonly #entries: BotEntry[];
  #matchWasOver = false;

  private constructor(played: PlayableGame, record: BotRecord, seat: NetworkSeat, entries: BotEntry[], seed: number) {
    const { player: id, seat: place } = seat.welcome;
    this.record = record;
    this.#played = played;
    this.#seat = seat;
    this.#entries = entries;
    this.#run = new BotRun(played.game, played.script, {
      id,
      seat: place ?? -1,
      seed,
      tickRate: played.game.tickRate,
      send: async (type, data) => this.#count(await seat.send(type, data)),
      answer: (question, answer) => void seat.answer(question, answer).then((reply) => this.#count(reply)),
    });
    this.#run.state = seat.state as object as NonNullable<BotRun['state']>;
  }

  /** Sits a bot down. It plays as far as it is stepped. */
  static async sit(played: PlayableGame, record: BotRecord, seed: number, takeSeat: TakeSeat): Promise<NetworkBot> {
    const entries: BotEntry[] = [];
    const seat = await takeSeat({
      asked: (ask) => entries.push({ kind: 'asked', ...ask }),
      questionClosed: (question) => entries.push({ kind: 'question-closed', question }),
      notice: (type, data) => entries.push({ kind: 'notice', type, data }),
      returned: () => void record.reconnects++,
      closed(code, reason) {
        record.closed = reason || `closed with ${code}`;
        record.broken ||= isBreakdown(code);
      },
    });
    record.table = seat.code;
    return new NetworkBot(played, record, seat, entries, seed);
  }

  /** Still at its table, and its script still runs. */
  get playing(): boolean {
    return this.record.closed === undefined && this.#run.ended === undefined;
  }

  get step(): Step<BotEntry> {
    return { match: this.#run, entries: this.#entries.splice(0) };
  }

  /** After each tick: sees whether a match, or the script, has ended. */
  review(): void {
    const over = this.#played.isMatchOver(this.#seat.state);
    if (over && !this.#matchWasOver) this.record.matches++;
    this.#matchWasOver = over;
    const { ended } = this.#run;
    if (ended?.kind !== 'failed') return;
    this.record.broken = true;
    this.record.closed = `its script failed: ${ended.error.message}`;
  }

  async leave(): Promise<void> {
    await this.#seat.leave();
  }

  #count(reply: Refusal | typeof LOST | undefined): Refusal | undefined {
    this.record.sent++;
    if (reply === undefined) return undefined;
    const code = reply === LOST ? LOST : reply.code;
    this.record.refused[code] = (this.record.refused[code] ?? 0) + 1;
    return reply === LOST ? LOST_REFUSAL : reply;
  }
}
