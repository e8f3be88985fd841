/** A simulated world: the players, and the server processes that serve them one after the other. */
import { type Game, Random } from '../../../shared/runtime/index.ts';
import {
  type BotEntry,
  formatTasks,
  GameStores,
  type Match,
  MemoryDataBackend,
  type Step,
  stepMatches,
} from '../../../shared/runtime/host.ts';
import { matchIdText } from '../../../shared/match-id.ts';
import { CLOSE } from '../../../shared/wire.ts';
import { codeVersion } from '../../../server/code-version.ts';
import type { JournalStore } from '../../../server/journal/store.ts';
import type { Log } from '../../../server/log.ts';
import type { SimGame, Watcher } from '../games/sim-game.ts';
import type { Plan } from '../plan.ts';
import { EventLog } from './event-log.ts';
import { FaultInjector } from './fault-injector.ts';
import { DEFAULT_GRACE_MS, SimServer } from './sim-server.ts';
import { MatchLog, type Checks } from './client-log.ts';
import { SimPlayer, type PlayerWorld } from './sim-player.ts';
import { SimClock } from './sim-clock.ts';
import { WRITTEN } from './sim-store.ts';
import { MemoryMedium, SimDisk } from './sim-disk.ts';
import { simEffects } from './sim-effects.ts';
import { CrashPoints } from './crash-points.ts';
import { NOTHING_FAILS } from './check-match.ts';
import { errorLog, type HostError } from './error-log.ts';
import { simMetrics } from './sim-metrics.ts';
import type { ServerRoom } from './server-room.ts';
import { TornMedium } from './torn-medium.ts';
import { SimClient, type AdmittedSeat } from './sim-client.ts';

/** How long players wait for their last replies before they leave. */
const SETTLE_MS = 8_000;
/** An empty room that nobody can return to has to close within this time. */
const CLEAR_MS = 5_000;
/** Extra time after healing for a restart, its hold, and players who rejoin. */
const RECOVERY_MS = 30_000;
const LOOK_MS = 250;
/** The state of every tenth tick is checked against the journal, where only samples are. */
const SAMPLE_TICKS = 10;

export interface SimWorldOptions {
  readonly checks: Checks;
  /** Keeps whole journals, for recordings. */
  readonly keepsOld: boolean;
}

export class SimWorld implements PlayerWorld {
  readonly logs = new Map<string, MatchLog>();
  readonly disk: SimDisk;
  readonly events: EventLog;
  readonly checks: Checks;
  ticks = 0;
  /** Match time of all matches. */
  matchMs = 0;
  matches = 0;
  /** Where the processes crashed, in their order. */
  readonly crashes: string[] = [];
  /** How many crash points each process passed. */
  readonly points: number[] = [];
  readonly #keepsOld: boolean;
  readonly #game: SimGame;
  readonly #plan: Plan;
  readonly #clock = new SimClock();
  /** They outlive each process. */
  readonly #stores = new GameStores(new MemoryDataBackend());
  readonly #random: Random;
  readonly #players: readonly SimPlayer[];
  readonly #faults: FaultInjector;
  readonly #log: Log;
  /** The code of the next process. */
  #code: Game;
  #server: SimServer | undefined;
  #crashPoints = new CrashPoints();
  #phase: 'faults' | 'healed' | 'parting' | 'over' = 'faults';
  /** When the match has to be over after healing. */
  #endMs = Infinity;

  constructor(game: SimGame, plan: Plan, { checks, keepsOld }: SimWorldOptions) {
    const seed = String(plan.seed);
    const clock = this.#clock;
    this.#game = game;
    this.#plan = plan;
    this.#code = game.withTickHook?.(() => this.#crashPoints.pass('in the step')) ?? game.game;
    this.checks = checks;
    this.#keepsOld = keepsOld;
    this.#random = new Random(seed, 'world');
    this.events = new EventLog(() => clock.now(), game.branches);
    this.disk = new SimDisk(
      plan.faultKinds.includes('torn')
        ? new TornMedium(new Random(seed, 'torn'), () => Math.round(clock.now()))
        : new MemoryMedium({ keepsOld }),
    );
    this.#log = errorLog((error) => this.#logged(error));
    const players = plan.players.map(
      (player, index) => new SimPlayer(player, clock, new Random(seed, `person ${index}`), this),
    );
    this.#players = players;
    const { disk, events } = this;
    this.#faults = new FaultInjector({
      game,
      code: this.#code,
      plan,
      clock,
      disk,
      players,
      events,
      server: () => this.#server,
    });
  }

  /** Calls `look` at an interval of simulated time. */
  lookEvery(ms: number, look: () => void): void {
    this.#clock.at(this.#clock.now() + ms, () => {
      look();
      this.lookEvery(ms, look);
    });
  }

  /** Simulates until the last room is closed, or an invariant is violated. */
  async run(): Promise<void> {
    const { healsMs } = this.#plan;
    const beatMs = 1_000 / this.#game.game.tickRate;
    const beat = (): void => {
      this.#runTick();
      this.#clock.at(this.#clock.now() + beatMs, beat);
    };
    this.#clock.at(beatMs / 2, beat);
    this.#clock.at(healsMs, () => this.#heal());
    while (!this.#isOver && this.#clock.now() < this.#endMs) await this.#runProcess();
    if (!this.#isOver) this.#giveUp();
    await this.#server?.crash();
    this.points.push(this.#crashPoints.passed);
    // The game is replayed now, with the tick hook of its last process.
    this.#crashPoints = new CrashPoints();
  }

  join(player: SimPlayer): void {
    if (this.#phase === 'parting' || this.#isOver) return;
    if (player.plan.joinsMs > 0 || player.plan.spectates) this.events.faultInjected('late');
    if (this.#server === undefined) player.serverCrashed();
    else this.#server.join(player);
  }

  reconnect(player: SimPlayer, client: SimClient): void {
    if (this.#server === undefined) player.serverCrashed();
    else this.#server.reconnect(player, client);
  }

  leave(client: SimClient): void {
    const server = this.#server;
    this.#clock.post(this.#clock.now(), () => server?.leave(client));
  }

  disconnected(player: SimPlayer, client: SimClient): void {
    const server = this.#server;
    const connection = server?.connectionOf(client);
    this.#clock.post(this.#clock.now() + player.line.latencyMs, () => server?.dropped(client, connection));
  }

  openClient(player: SimPlayer, invitation: AdmittedSeat): SimClient {
    const { id, matchId, log } = invitation;
    return new SimClient({
      seat: invitation,
      game: this.#game,
      line: player.line,
      server: () => this.#server,
      seed: `${this.#plan.seed} ${id}`,
      violated: (invariant, tick, details) => this.events.violated(invariant, matchId, tick, details),
      closed: (code) => {
        this.events.add(`the connection of ${id} is closed with ${code}`);
        if (code !== CLOSE.over) log.isGone = true;
        player.closed(code === CLOSE.dismissed || code === CLOSE.misbehaved);
      },
    });
  }

  /** The simulation stops at the first violation. */
  get #isOver(): boolean {
    return this.#phase === 'over' || this.events.violations.length > 0;
  }

  /** Runs a process until it crashes, the simulation is over, or time is up. */
  async #runProcess(): Promise<void> {
    if (this.#server === undefined) {
      const crashPoints = new CrashPoints();
      this.#crashPoints = crashPoints;
      const journal = await this.disk.open(crashPoints, () => this.#clock.interject());
      this.#server = this.#newServer(crashPoints, journal);
      this.#faults.processStarted(crashPoints);
      await this.#server.open();
    }
    await this.#clock.run(
      Infinity,
      () => this.#crashPoints.crashed || this.#isOver || this.#clock.now() >= this.#endMs,
    );
    if (this.#crashPoints.crashed) await this.#crash(this.#server);
  }

  async #crash(server: SimServer): Promise<void> {
    const { label, passed } = this.#crashPoints;
    this.crashes.push(label);
    this.points.push(passed);
    const { kind, forMs, code } = this.#faults.takeCrash(label === WRITTEN);
    this.events.add(`the process crashes ${label}`);
    this.events.faultInjected(kind);
    if (code !== undefined) this.#code = code;
    this.#server = undefined;
    await server.crash();
    await this.disk.medium.crashed(label === WRITTEN);
    for (const player of this.#players) player.serverCrashed();
    await this.#clock.run(this.#clock.now() + forMs, () => false);
    this.events.add('the process is restarted');
  }

  #newServer(crashPoints: CrashPoints, journal: JournalStore): SimServer {
    return new SimServer({
      simGame: this.#game,
      game: this.#code,
      crashPoints,
      clock: this.#clock,
      journal,
      log: this.#log,
      stores: this.#stores,
      draw: (below) => this.#random.int(0, below - 1),
      effects: simEffects(this.#game.effects, {
        clock: this.#clock,
        crashPoints,
        started: (key) => this.#effectBegan(key),
        takeFault: () => this.#faults.takeEffectFault(),
      }),
      start: () => {
        const { name, options, tickRate } = this.#game.game;
        const [seed, number] = [this.#plan.seed, ++this.matches];
        return {
          format: 1,
          game: name,
          matchId: `SEEDS-${idText(seed, 8)}${idText(number, 2)}`,
          seed: `${seed} ${number}`,
          options: options?.parse(this.#plan.options),
          tickRate,
          code: codeVersion(name),
        };
      },
      logOf: (match) => this.#logOf(match),
      watch: (match, log) => this.#watch(match, log),
      onTick: (room) => this.#ticked(room),
      onRoomOver: (room) => this.#over(room),
      violated: (invariant, match, tick, details) => this.events.violated(invariant, match, tick, details),
    });
  }

  #logOf(match: Match): MatchLog {
    const { matchId } = match.start;
    const log = this.logs.get(matchId) ?? new MatchLog(match, this.checks);
    this.logs.set(matchId, log);
    log.match = match;
    return log;
  }

  #watch(match: Match, log: MatchLog): Watcher {
    const watcher = this.#game.watch(match, (branch) => this.events.reached(branch));
    let { dropped } = simMetrics;
    return {
      check: () => {
        log.dropped += simMetrics.dropped - dropped;
        ({ dropped } = simMetrics);
        return watcher.check();
      },
    };
  }

  #runTick(): void {
    const steps: Step<BotEntry>[] = [];
    for (const { client } of this.#players) {
      if (client === undefined) continue;
      client.runTick(steps);
      if (client.failure !== undefined)
        this.events.violated('no bot fails', client.matchId, 0, `${client.id}: ${client.failure.message}`);
    }
    if (steps.length > 0) void stepMatches(steps);
    this.#faults.runTick();
  }

  #ticked({ log, watcher, live: room, isReplaying: isRebuilt }: ServerRoom): void {
    const { match } = room;
    const { tick, state } = match;
    for (const { invariant, details } of watcher.check()) this.events.violated(invariant, log.matchId, tick, details);
    if (isRebuilt) return;
    this.ticks++;
    this.matchMs += 1_000 / this.#game.game.tickRate;
    if (this.checks === 'every tick' || (this.checks === 'samples' && tick % SAMPLE_TICKS === 0))
      log.releases.push({ tick, hash: match.stateHash().hash });
    if (this.#phase === 'healed' && this.#game.isOver(state)) this.#parting();
  }

  /** An ended room must not leave anything behind. */
  #over({ live: room, log }: ServerRoom): void {
    const { match } = room;
    this.events.add(`${log.matchId} is over: ${match.ended?.kind ?? 'abandoned'}`);
    if (!this.#keepsOld) this.logs.delete(log.matchId);
    if (match.ended?.kind !== 'finished') return;
    // The last turn may still be running.
    this.#clock.at(this.#clock.now(), () => {
      const left = Object.entries(match.residue).filter(([, count]) => count !== 0);
      if (left.length === 0) return;
      const details = left.map(([what, count]) => `${count} ${what}`).join(', ');
      this.events.violated('an ended match leaves no tasks or timers', log.matchId, match.tick, details);
    });
  }

  #heal(): void {
    this.events.add('there are no more faults');
    this.#phase = 'healed';
    this.#endMs = this.#clock.now() + this.#game.budgetMs + RECOVERY_MS;
    this.#faults.heal();
  }

  /** The match has reached its goal: every player leaves once all messages have a reply. */
  #parting(): void {
    this.events.add('the match has reached its goal, and the players leave');
    this.#phase = 'parting';
    this.#endMs = Infinity;
    const untilMs = this.#clock.now() + SETTLE_MS;
    const look = (): void => {
      const isLate = this.#clock.now() >= untilMs;
      for (const player of this.#players) {
        const waiting = player.isIn ? (player.client?.unsettled ?? []) : [];
        if (waiting.length > 0 && !isLate) continue;
        const { client } = player;
        if (waiting.length > 0 && client !== undefined) {
          const details = `${client.id} waits for ${waiting.join(', ')}`;
          this.events.violated('every message gets a reply', client.matchId, 0, details);
        }
        if (!player.hasLeft) player.leave(true);
      }
      if (this.#players.every(({ hasLeft: isHome }) => isHome)) this.#clear();
      else this.#clock.at(this.#clock.now() + LOOK_MS, look);
    };
    look();
  }

  /** Waits until all rooms are closed; players who lost their connection have their grace period first. */
  #clear(): void {
    const graceMs = this.#game.game.reconnectGraceMs ?? DEFAULT_GRACE_MS;
    // Each restart grants the grace period again.
    const restarts = this.#plan.crashPoints?.length ?? 0;
    const untilMs = this.#clock.now() + (1 + restarts) * (graceMs + CLEAR_MS);
    const look = (): void => {
      const isEmpty = this.#server?.rooms.size === 0;
      if (isEmpty || this.#clock.now() >= untilMs) this.#close();
      else this.#clock.at(this.#clock.now() + LOOK_MS, look);
    };
    look();
  }

  #close(): void {
    this.#phase = 'over';
    for (const { log, live: room } of this.#server?.rooms.values() ?? []) {
      const details = formatTasks(room.match.describe());
      this.events.violated('an empty room is closed', log.matchId, room.match.tick, details);
    }
  }

  #giveUp(): void {
    const [room] = [...(this.#server?.rooms.values() ?? [])].slice(-1);
    const match = room?.live.match;
    const details = match === undefined ? 'there is no match' : formatTasks(match.describe());
    const invariant = 'a match ends once there are no more faults';
    this.events.violated(invariant, room?.log.matchId ?? '', match?.tick ?? 0, details);
  }

  #effectBegan(key: string): void {
    for (const { matchId, match, startedEffects: effectRuns } of this.logs.values()) {
      if (key.startsWith(`${matchId}:`)) effectRuns.push({ key, tick: match.tick });
    }
  }

  /** An error that the host logs must come from an injected fault. */
  #logged({ message, room, tick }: HostError): void {
    this.events.add(message);
    if (!this.#crashPoints.crashed && !this.disk.hasFailed) this.events.violated(NOTHING_FAILS, room, tick, message);
  }
}

/** A number in the alphabet of match ids. */
function idText(number: number, length: number): string {
  return matchIdText(Array.from({ length }, (_, index) => Math.floor(number / 32 ** (length - 1 - index)) % 32));
}
