/** Bots that come together: they fill one table after the other, are ticked by one timer, and leave together. */
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { stepMatches } from '../../shared/runtime/index.ts';
import { NetworkSeat, type Door } from '../connection/network-seat.ts';
import { NetworkBot, type BotRecord } from './network-bot.ts';
import type { Options } from './options.ts';

export type PartyPlan = Pick<Options, 'played' | 'count' | 'url' | 'room' | 'seconds'>;

export class Party {
  readonly records: readonly BotRecord[];
  readonly #plan: PartyPlan;
  readonly #bots: NetworkBot[] = [];

  constructor(plan: PartyPlan) {
    this.#plan = plan;
    this.records = Array.from({ length: plan.count }, (_, index) => newRecord(`Bot ${index + 1}`));
  }

  get playing(): number {
    return this.#bots.filter(({ playing }) => playing).length;
  }

  /**
   * Sits all bots down, one after the other.
   *
   * @throws the SDK's error where the first bot finds no table: then no other will
   */
  async sit(signal: AbortSignal): Promise<void> {
    const { room } = this.#plan;
    let table = room;
    for (const [index, record] of this.records.entries()) {
      if (signal.aborted) return;
      try {
        // The table of those before has no place left: then the next one is looked for.
        const bot =
          (await this.#sitAt(table, record, room === undefined)) ?? (await this.#sitAt(undefined, record, false));
        if (bot === undefined) continue;
        this.#bots.push(bot);
        table = record.table;
      } catch (error) {
        if (index === 0) throw error;
        record.closed = `found no seat: ${messageOf(error)}`;
        record.broken = true;
      }
    }
  }

  /** Plays until the time is over, everybody has gone, or the signal comes. */
  async play(signal: AbortSignal, eachSecond: () => void): Promise<void> {
    const { played, seconds } = this.#plan;
    const periodMs = 1_000 / played.game.tickRate;
    const startMs = performance.now();
    for (let tick = 1; tick * periodMs <= seconds * 1_000 && !signal.aborted && this.playing > 0; tick++) {
      const playing = this.#bots.filter((bot) => bot.playing);
      await stepMatches(playing.map(({ step }) => step));
      for (const bot of playing) bot.review();
      if (tick % played.game.tickRate === 0) eachSecond();
      await sleep(Math.max(0, startMs + tick * periodMs - performance.now()), undefined, { signal }).catch(() => {});
    }
  }

  async leave(): Promise<void> {
    await Promise.all(this.#bots.map((bot) => bot.leave()));
  }

  /** @returns undefined where the table is full or closed, and `mayBeFull` */
  async #sitAt(table: string | undefined, record: BotRecord, mayBeFull: boolean): Promise<NetworkBot | undefined> {
    const { played, url, count } = this.#plan;
    const door: Door = { name: record.name, options: played.tableFor(count) };
    try {
      return await NetworkBot.sit(played, record, randomInt(2 ** 32), (events) =>
        table === undefined
          ? NetworkSeat.playNow(url, played.game.name, door, events)
          : NetworkSeat.join(url, table, door, events),
      );
    } catch (error) {
      if (table !== undefined && mayBeFull) return undefined;
      throw error;
    }
  }
}

function newRecord(name: string): BotRecord {
  return { name, table: undefined, sent: 0, refused: {}, reconnects: 0, matches: 0, closed: undefined, broken: false };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
