/** A group of network bots: they fill one table after the other, share one timer, and leave together. */
import { randomInt } from 'node:crypto';
import { stepMatches, type Steps } from '../../shared/runtime/host.ts';
import { joinTable, playNow, type JoinRequest } from '../connection/network/join.ts';
import { NetworkBot, newRecord, type BotRecord } from './network-bot.ts';
import type { BotOptions } from './options.ts';
import { keepPace } from './pace.ts';

export type BotGroupPlan = Pick<BotOptions, 'played' | 'count' | 'url' | 'room' | 'seconds'>;

export class BotGroup {
  readonly records: readonly BotRecord[];
  readonly #plan: BotGroupPlan;
  readonly #bots: NetworkBot[] = [];

  constructor(plan: BotGroupPlan) {
    this.#plan = plan;
    this.records = Array.from({ length: plan.count }, (_, index) => newRecord(`Bot ${index + 1}`));
  }

  get playing(): number {
    return this.#bots.filter(({ playing }) => playing).length;
  }

  /**
   * Seats all bots, one after the other.
   *
   * @throws the SDK's error if the first bot finds no table, since then no other will
   */
  async join(signal: AbortSignal): Promise<void> {
    const { room } = this.#plan;
    let table = room;
    for (const [index, record] of this.records.entries()) {
      if (signal.aborted) return;
      try {
        // If the others' table is full, finds the next one.
        const bot =
          (await this.#joinAt(table, record, room === undefined)) ?? (await this.#joinAt(undefined, record, false));
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

  /** Plays until the time is over, no bot is left, or the signal aborts. */
  async play(signal: AbortSignal, eachSecond: () => void): Promise<void> {
    const { played, seconds } = this.#plan;
    const gone = new AbortController();
    const over = AbortSignal.any([signal, gone.signal, AbortSignal.timeout(seconds * 1_000)]);
    await keepPace(played.game.tickRate, over, async (tick) => {
      const playing = this.#bots.filter((bot) => bot.playing);
      for (const bot of playing) bot.sendInput();
      const steps: Steps = [];
      for (const bot of playing) bot.addStep(steps);
      await stepMatches(steps);
      for (const bot of playing) bot.checkEnd();
      if (tick % played.game.tickRate === 0) eachSecond();
      if (this.playing === 0) gone.abort();
    });
  }

  async leave(): Promise<void> {
    await Promise.all(this.#bots.map((bot) => bot.leave()));
  }

  /** @returns undefined if the table is full or closed and `mayBeFull` is set */
  async #joinAt(table: string | undefined, record: BotRecord, mayBeFull: boolean): Promise<NetworkBot | undefined> {
    const { played, url, count } = this.#plan;
    const request: JoinRequest = { name: record.name, options: played.tableFor(count) };
    try {
      return await NetworkBot.join(played, record, randomInt(2 ** 32), (events) =>
        table === undefined ? playNow(url, played.game.name, request, events) : joinTable(url, table, request, events),
      );
    } catch (error) {
      if (table !== undefined && mayBeFull) return undefined;
      throw error;
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
