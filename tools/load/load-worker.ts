/** The players of one thread: bots of one game at their own tables, ticked by one timer. */
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PlayableGame } from '../../client/bots/games.ts';
import { NetworkBot, newRecord } from '../../client/bots/network-bot.ts';
import { keepPace } from '../../client/bots/pace.ts';
import { joinTable, openTable } from '../../client/connection/network/join.ts';
import { stepMatches, type Steps } from '../../shared/runtime/host.ts';
import { CLOSE } from '../../shared/wire.ts';
import { cutSocket } from './cut-socket.ts';
import type { StateProbe } from './state-probe.ts';
import { stateProbeOf } from './state-probes.ts';
import { MeteredSeat, type Meters, type OpenLine } from './metered-seat.ts';

/** Later replies and reconnects do not come: a killed server is up after two seconds, and holds its clock for six. */
const QUIET_WITHIN_MS = 20_000;

export interface WorkerPlan {
  readonly url: string;
  readonly tables: number;
  /** At each table. */
  readonly players: number;
  /** Over how long they join. */
  readonly rampMs: number;
}

interface LoadPlayer {
  readonly bot: NetworkBot;
  readonly seat: MeteredSeat;
}

interface LoadTable {
  readonly players: LoadPlayer[];
  /** The match was voided or failed, and that was counted. */
  isLost: boolean;
}

/** The last frame that a player sent: it has to be acknowledged unless the connection breaks. */
interface DueFrame {
  readonly player: LoadPlayer;
  readonly frame: number;
  readonly breaks: number;
}

export class LoadWorker {
  readonly #played: PlayableGame;
  readonly #probe: StateProbe;
  readonly #plan: WorkerPlan;
  readonly #meters: Meters;
  #tables: LoadTable[] = [];
  #names = 0;
  /** Scripts are not stepped any more; input frames still are. */
  #quiet = false;
  #ticked: () => void = () => {};

  constructor(played: PlayableGame, plan: WorkerPlan, meters: Meters) {
    this.#played = played;
    this.#probe = stateProbeOf(played.game.name);
    this.#plan = plan;
    this.#meters = meters;
    // The thread ends with the load.
    const never = new AbortController().signal;
    void keepPace(played.game.tickRate, never, (tick, lateMs) => this.#tick(tick, lateMs));
  }

  /** Joins all players, spread over the ramp. Resolves once all have tried. */
  async sit(): Promise<void> {
    const { tables, players, rampMs } = this.#plan;
    const startMs = performance.now();
    const place = async (table: number): Promise<void> => {
      const due = (player: number): number => ((table * players + player) * rampMs) / (tables * players);
      const wait = (player: number) => sleep(Math.max(0, startMs + due(player) - performance.now()));
      await wait(0);
      const opened = await this.open();
      if (opened === undefined) return;
      await Promise.all(
        Array.from({ length: players - 1 }, async (_, index) => {
          await wait(index + 1);
          await this.join(opened);
        }),
      );
    };
    await Promise.all(Array.from({ length: tables }, (_, table) => place(table)));
  }

  /** A player opens a table for the players of the plan, without bots of the server. */
  async open(): Promise<LoadTable | undefined> {
    const { url, players } = this.#plan;
    const { game } = this.#played;
    const table: LoadTable = { players: [], isLost: false };
    const options = this.#played.tableFor(players);
    const first = await this.#sit(table, (name) => (events) => openTable(url, game.name, { name, options }, events));
    if (first === undefined) return undefined;
    this.#tables.push(table);
    this.#meters.counters.add('rooms');
    return table;
  }

  /**
   * A player joins a table by its code.
   *
   * @param mayBeFull a full or closed table is no error
   */
  async join(table: LoadTable, mayBeFull = false): Promise<void> {
    const code = table.players[0]?.seat.code ?? '';
    await this.#sit(table, (name) => (events) => joinTable(this.#plan.url, code, { name }, events), mayBeFull);
  }

  /** Cuts the socket of a random player. */
  drop(): void {
    const live = this.#players.filter(({ bot, seat }) => bot.playing && seat.status === 'live');
    const player = live[randomInt(Math.max(1, live.length))];
    if (player === undefined) return;
    this.#meters.counters.add('drops');
    cutSocket(player.seat.line.room);
  }

  /** Replaces a random player by another one, or all players of a table by others at a new one. */
  async turnOver(): Promise<void> {
    const table = this.#tables[randomInt(Math.max(1, this.#tables.length))];
    if (table === undefined) return;
    this.#meters.counters.add('turnovers');
    if (table.players.length > 2 && randomInt(3) > 0) {
      const [leaver] = table.players.splice(randomInt(table.players.length), 1);
      await leaver?.seat.leave();
      await this.join(table, true);
      return;
    }
    await this.#empty(table);
    const opened = await this.open();
    if (opened === undefined) return;
    await Promise.all(Array.from({ length: this.#plan.players - 1 }, () => this.join(opened)));
  }

  /** Stops the scripts, and waits until all messages have their replies and all players are connected. What is missing then is counted as lost. */
  async settle(): Promise<void> {
    const due = this.#players.map((player): DueFrame => {
      const { sent, breaks } = player.seat.frames;
      return { player, frame: sent, breaks };
    });
    const isDone = (): boolean => this.#players.every(({ seat }) => seat.isQuiet) && due.every(isSeen);
    this.#quiet = true;
    const untilMs = performance.now() + QUIET_WITHIN_MS;
    while (!isDone() && performance.now() < untilMs) await new Promise<void>((resolve) => (this.#ticked = resolve));
    for (const { seat } of this.#players) {
      if (seat.closed !== undefined) continue;
      if (seat.status !== 'live') seat.lose('missing', 1);
      seat.lose('lostMessages', seat.line.pendingCount);
    }
    for (const one of due)
      if (!isSeen(one)) one.player.seat.lose('lostFrames', one.frame - one.player.seat.frames.seen);
  }

  /** All players leave. */
  async leave(): Promise<void> {
    await Promise.all(this.#tables.map((table) => this.#empty(table)));
    this.#quiet = false;
  }

  get #players(): readonly LoadPlayer[] {
    return this.#tables.flatMap(({ players }) => players);
  }

  async #empty(table: LoadTable): Promise<void> {
    this.#tables = this.#tables.filter((other) => other !== table);
    this.#meters.counters.add('rooms', -1);
    await Promise.all(table.players.map(({ seat }) => seat.leave()));
  }

  /** @returns undefined where there is no seat; it is counted as an error unless the table may be full */
  async #sit(
    table: LoadTable,
    connect: (name: string) => OpenLine,
    mayBeFull = false,
  ): Promise<LoadPlayer | undefined> {
    const record = newRecord(`Player ${++this.#names}`);
    const taken = Promise.withResolvers<MeteredSeat>();
    try {
      const bot = await NetworkBot.join(this.#played, record, randomInt(2 ** 32), async (events) => {
        const seat = await MeteredSeat.take(record.name, this.#probe, this.#meters, events, connect(record.name));
        taken.resolve(seat);
        return seat;
      });
      const player: LoadPlayer = { bot, seat: await taken.promise };
      table.players.push(player);
      return player;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (mayBeFull && /room-(full|closed)/.test(message)) {
        this.#meters.counters.add('turnedAway');
        return undefined;
      }
      this.#meters.counters.add('errors');
      this.#meters.problem(`${record.name} found no seat: ${message}`);
      return undefined;
    }
  }

  async #tick(tick: number, lateMs: number): Promise<void> {
    const { counters } = this.#meters;
    counters.add('ticks');
    if (lateMs > 1_000 / this.#played.game.tickRate) counters.add('lateTicks');
    const playing = this.#players.filter(({ bot }) => bot.playing);
    for (const { bot } of playing) bot.sendInput();
    if (!this.#quiet) {
      const steps: Steps = [];
      for (const { bot } of playing) bot.addStep(steps);
      await stepMatches(steps);
      for (const player of playing) this.#review(player);
      this.#talk(playing, tick);
    }
    for (const table of this.#tables) this.#reviewTable(table);
    this.#ticked();
  }

  /** Players chat now and then, not all at once. */
  #talk(playing: readonly LoadPlayer[], tick: number): void {
    const { chat } = this.#probe;
    if (chat === undefined) return;
    const period = Math.round(chat.everySeconds * this.#played.game.tickRate);
    for (const [index, { seat }] of playing.entries()) if ((tick + index) % period === 0) void seat.say();
  }

  #review({ bot: { record }, bot }: LoadPlayer): void {
    const was = record.closed;
    bot.checkEnd();
    if (record.closed === was) return;
    this.#meters.counters.add('errors');
    this.#meters.problem(`${record.name}: ${record.closed}`);
  }

  /** A lost match ends for all its players, and counts once. */
  #reviewTable(table: LoadTable): void {
    if (table.isLost) return;
    const gone = table.players.find(({ seat: { closed } }) => closed === CLOSE.failed || closed === CLOSE.voided);
    if (gone === undefined) return;
    table.isLost = true;
    gone.seat.lose('lostMatches', 1, gone.bot.record.closed);
  }
}

function isSeen({ player: { seat }, frame, breaks }: DueFrame): boolean {
  return seat.closed !== undefined || seat.frames.breaks !== breaks || seat.frames.seen >= frame;
}
