/** One bot at a table over the network: the script that plays everywhere, fed with what its client receives. */
import { type BotEntry, BotRun, failureText, type Step } from '../../shared/runtime/host.ts';
import type { Refusal } from '../../shared/runtime/index.ts';
import type { SendFailure } from '../connection/connection.ts';
import type { RoomSession, RoomSessionEvents } from '../connection/network/room-session.ts';
import { isBreakdown } from '../connection/network/join.ts';
import type { PlayableGame } from './games.ts';

/** What has happened to one bot so far. */
export interface BotRecord {
  readonly name: string;
  table: string | undefined;
  /** Messages and answers. */
  sent: number;
  /** Input frames. */
  frames: number;
  /** How many of them were refused, by code; `lost`: the line closed before the reply. */
  refused: Record<string, number>;
  reconnects: number;
  matches: number;
  /** Why it is not at its table any more. */
  closed: string | undefined;
  /** Its table or its script broke. */
  broken: boolean;
}

export function newRecord(name: string): BotRecord {
  return {
    name,
    table: undefined,
    sent: 0,
    refused: {},
    reconnects: 0,
    frames: 0,
    matches: 0,
    closed: undefined,
    broken: false,
  };
}

/** A bot's place at a table: a line, or what stands before one. */
export type BotSeat = Pick<
  RoomSession,
  'code' | 'welcome' | 'state' | 'status' | 'send' | 'answer' | 'sendInput' | 'leave'
>;

export type TakeSeat = (events: Partial<RoomSessionEvents>) => Promise<BotSeat>;

/** What a script is told of a message that may have been lost, before its table is gone. */
const LOST: Refusal = { code: 'not-now', message: 'the connection closed before a reply came' };

export class NetworkBot {
  readonly record: BotRecord;
  readonly #played: PlayableGame;
  readonly #run: BotRun;
  readonly #seat: BotSeat;
  /** What came since its last tick. */
  readonly #entries: BotEntry[];
  /** What its input frames say. */
  readonly #held: Record<string, number> = {};
  #matchWasOver = false;

  private constructor(played: PlayableGame, record: BotRecord, seat: BotSeat, entries: BotEntry[], seed: number) {
    const { player: id, seat: place } = seat.welcome;
    this.record = record;
    this.#played = played;
    this.#seat = seat;
    this.#entries = entries;
    this.#run = new BotRun(played.game, played.script, {
      id,
      seat: place ?? -1,
      seed: String(seed),
      tickRate: played.game.tickRate,
      send: async (type, data) => this.#count(await seat.send(type, data)),
      answer: (question, answer) => void seat.answer(question, answer).then((reply) => this.#count(reply)),
      setInput: (controls) => Object.assign(this.#held, controls),
    });
    this.#run.state = seat.state as object as NonNullable<BotRun['state']>;
  }

  /** Sits a bot down. It plays as far as it is stepped. */
  static async join(played: PlayableGame, record: BotRecord, seed: number, takeSeat: TakeSeat): Promise<NetworkBot> {
    const entries: BotEntry[] = [];
    const seat = await takeSeat({
      asked: (ask) => entries.push({ kind: 'asked', ...ask }),
      questionClosed: (question) => entries.push({ kind: 'question-closed', question }),
      notice: (type, data) => entries.push({ kind: 'notice', type, data }),
      welcomed: (_, returned) => void (record.reconnects += Number(returned)),
      closed(code, reason, ended) {
        record.closed = ended || reason || `closed with ${code}`;
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

  /** Once in each tick: tells what it holds, where the game wants to know. */
  sendInput(): void {
    if (!this.#seat.welcome.inputs || this.#seat.status !== 'live') return;
    if (this.#seat.sendInput(this.#held) > 0) this.record.frames++;
  }

  /** What is to be stepped in this tick. */
  takeStep(): Step<BotEntry> {
    return { match: this.#run, entries: this.#entries.splice(0) };
  }

  /** After each tick: sees whether a match, or the script, has ended. */
  checkEnd(): void {
    const over = this.#played.isMatchOver(this.#seat.state);
    if (over && !this.#matchWasOver) this.record.matches++;
    this.#matchWasOver = over;
    const { ended } = this.#run;
    if (ended?.kind !== 'failed') return;
    this.record.broken = true;
    this.record.closed = `its script failed: ${failureText(ended)}`;
  }

  async leave(): Promise<void> {
    await this.#seat.leave();
  }

  #count(refused: SendFailure | undefined): Refusal | undefined {
    this.record.sent++;
    if (refused === undefined) return undefined;
    const { code, message } = refused;
    this.record.refused[code] = (this.record.refused[code] ?? 0) + 1;
    return code === 'lost' ? LOST : { code, message };
  }
}
