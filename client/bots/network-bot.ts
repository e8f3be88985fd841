/** A bot over the network: runs a game's bot script with what its client receives. */
import type { Schema } from '@colyseus/schema';
import { type BotEntry, BotRun, failureText, type Steps } from '../../shared/runtime/host.ts';
import type { Refusal } from '../../shared/runtime/index.ts';
import type { SendFailure } from '../connection/connection.ts';
import type { RoomSession, RoomSessionEvents } from '../connection/network/room-session.ts';
import { isBreakdown } from '../connection/network/join.ts';
import type { PlayableGame } from './games.ts';

/** The statistics of one bot. */
export interface BotRecord {
  readonly name: string;
  table: string | undefined;
  /** Messages and answers sent. */
  sent: number;
  /** Input frames sent. */
  frames: number;
  /** Refusals by code; `lost`: the connection closed before the reply. */
  refused: Record<string, number>;
  reconnects: number;
  matches: number;
  /** Why the bot is no longer at its table. */
  closed: string | undefined;
  /** The table or the script failed. */
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

/** The bot's session at its table. */
export type BotSeat = Pick<
  RoomSession,
  'code' | 'welcome' | 'state' | 'status' | 'send' | 'answer' | 'sendInput' | 'leave'
>;

export type TakeSeat = (events: Partial<RoomSessionEvents>) => Promise<BotSeat>;

/** Reported to the script for a message that may have been lost. */
const LOST: Refusal = { code: 'not-now', message: 'the connection closed before a reply came' };

export class NetworkBot {
  readonly record: BotRecord;
  readonly #played: PlayableGame;
  readonly #run: BotRun;
  readonly #seat: BotSeat;
  /** Received since the last tick: the first before there is a seat. */
  readonly #entries: BotEntry[];
  /** The values of the next input frame. */
  readonly #held: Record<string, number> = {};
  #matchWasOver = false;

  private constructor(played: PlayableGame, record: BotRecord, seat: BotSeat, entries: BotEntry[], seed: number) {
    const { player: id, seat: place } = seat.welcome;
    this.record = record;
    this.#played = played;
    this.#seat = seat;
    this.#entries = entries;
    const link = {
      id,
      seat: place ?? -1,
      seed: String(seed),
      send: async (type: string, data: unknown) => this.#count(await seat.send(type, data)),
      answer: (question: number, answer: unknown) =>
        void seat.answer(question, answer).then((reply) => this.#count(reply)),
      setInput: (controls: Readonly<Record<string, number>>) => Object.assign(this.#held, controls),
    };
    this.#run = new BotRun(played.game, played.script, link, seat.state as Schema);
  }

  /** Takes a seat. The bot acts only when it is stepped. */
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

  /** At the table, with a script that has not ended. */
  get playing(): boolean {
    return this.record.closed === undefined && this.#run.ended === undefined;
  }

  /** To be called once per tick. Does nothing for games without input frames. */
  sendInput(): void {
    if (!this.#seat.welcome.inputs || this.#seat.status !== 'live') return;
    if (this.#seat.sendInput(this.#held) > 0) this.record.frames++;
  }

  /** Adds its tick to those that run together. */
  addStep(steps: Steps): void {
    for (const entry of this.#entries.splice(0)) this.#run.receive(entry);
    this.#run.addStep(steps);
  }

  /** To be called after each tick: counts matches that ended, and notices a failed script. */
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
