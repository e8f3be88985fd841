/** A simulated evening from the first knock to the last goodbye: the people, and one process after the other that serves them. */
import { type Game, Random } from '../../../shared/runtime/index.ts';
import { type BotEntry, formatTasks, type Match, type Step, stepMatches } from '../../../shared/runtime/host.ts';
import { CLOSE } from '../../../shared/wire.ts';
import { codeVersion } from '../../../server/code-version.ts';
import type { JournalStore } from '../../../server/journal/store.ts';
import type { Log } from '../../../server/log.ts';
import { WRITTEN } from '../../server/crash/doomed-store.ts';
import type { SimGame, Watcher } from '../games/sim-game.ts';
import type { Plan } from '../plan.ts';
import { EventLog } from './event-log.ts';
import { FaultInjector } from './fault-injector.ts';
import { DEFAULT_GRACE_MS, SimServer } from './sim-server.ts';
import { MatchLog } from './client-log.ts';
import { SimPlayer, type PlayerWorld } from './sim-player.ts';
import { SimClock } from './sim-clock.ts';
import { MemoryMedium, SimDisk } from './sim-disk.ts';
import { simEffects } from './sim-effects.ts';
import { CrashPoints } from './crash-points.ts';
import { NOTHING_FAILS } from './check-match.ts';
import { errorLog, type HostError } from './error-log.ts';
import { simMetrics } from './sim-metrics.ts';
import type { ServerRoom } from './server-room.ts';
import { TornMedium } from './torn-medium.ts';
import { SimClient, type AdmittedSeat } from './sim-client.ts';

/** How long people wait for the replies to what they have said, when all is over. */
const SETTLE_MS = 8_000;
/** A room that nobody is in or may come back to has to go within that. */
const CLEAR_MS = 5_000;
/** What a restart, its hold, and people who come again may take of the time after healing. */
const RECOVERY_MS = 30_000;
const LOOK_MS = 250;
/** In so many ticks the state is held against the journal once. */
const RELEASE_TICKS = 10;

export interface SimWorldOptions {
  /** All is kept that a review needs. */
  readonly isChecked: boolean;
  /** Journals are kept whole, for recordings. */
  readonly keepsOld: boolean;
}

export class SimWorld implements PlayerWorld {
  readonly logs = new Map<string, MatchLog>();
  readonly disk: SimDisk;
  readonly events: EventLog;
  readonly isChecked: boolean;
  ticks = 0;
  /** Of all matches, in ms. */
  matchMs = 0;
  matches = 0;
  readonly #keepsOld: boolean;
  readonly #game: SimGame;
  readonly #plan: Plan;
  readonly #clock = new SimClock();
  readonly #random: Random;
  readonly #players: readonly SimPlayer[];
  readonly #faults: FaultInjector;
  readonly #log: Log;
  /** The code that the next process has. */
  #code: Game;
  #server: SimServer | undefined;
  #crashPoints = new CrashPoints();
  #phase: 'faults' | 'healed' | 'parting' | 'over' = 'faults';
  /** When the match has to be over, once all is healed. */
  #endMs = Infinity;

  constructor(game: SimGame, plan: Plan, { isChecked: isReviewed, keepsOld }: SimWorldOptions) {
    const seed = String(plan.seed);
    const clock = this.#clock;
    this.#game = game;
    this.#plan = plan;
    this.#code = game.game;
    this.isChecked = isReviewed;
    this.#keepsOld = keepsOld;
    this.#random = new Random(seed, 'world');
    this.events = new EventLog(() => clock.now(), game.branches);
    this.disk = new SimDisk(
      plan.faults.includes('torn')
        ? new TornMedium(new Random(seed, 'torn'), () => Math.round(clock.now()))
        : new MemoryMedium({ keepsOld }),
    );
    this.#log = errorLog((error) => this.#logged(error));
    const people = plan.people.map(
      (person, index) => new SimPlayer(person, clock, new Random(seed, `person ${index}`), this),
    );
    this.#players = people;
    const { disk, events: chronicle } = this;
    this.#faults = new FaultInjector({
      game,
      plan,
      clock,
      disk,
      players: people,
      events: chronicle,
      server: () => this.#server,
    });
  }

  /** Calls `look` again and again, each time that so much simulated time has passed. */
  lookEvery(ms: number, look: () => void): void {
    this.#clock.at(this.#clock.now() + ms, () => {
      look();
      this.lookEvery(ms, look);
    });
  }

  /** Plays it all. */
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
  }

  join(person: SimPlayer): void {
    if (this.#phase === 'parting' || this.#isOver) return;
    if (person.plan.comesMs > 0 || person.plan.watches) this.events.faultInjected('late');
    if (this.#server === undefined) person.serverCrashed();
    else this.#server.join(person);
  }

  reconnect(person: SimPlayer, visit: SimClient): void {
    if (this.#server === undefined) person.serverCrashed();
    else this.#server.reconnect(person, visit);
  }

  leave(visit: SimClient): void {
    const house = this.#server;
    this.#clock.post(this.#clock.now(), () => house?.leave(visit));
  }

  disconnected(person: SimPlayer, visit: SimClient): void {
    const house = this.#server;
    const guest = house?.connectionOf(visit);
    this.#clock.post(this.#clock.now() + person.line.latencyMs, () => house?.dropped(visit, guest));
  }

  openClient(person: SimPlayer, invitation: AdmittedSeat): SimClient {
    const { id, matchId, log: book } = invitation;
    return new SimClient({
      seat: invitation,
      game: this.#game,
      line: person.line,
      server: () => this.#server,
      seed: `${this.#plan.seed} ${id}`,
      violated: (law, tick, details) => this.events.violated(law, matchId, tick, details),
      closed: (code) => {
        this.events.add(`${id} is told ${code}`);
        if (code !== CLOSE.over) book.isGone = true;
        person.closed(code === CLOSE.dismissed || code === CLOSE.misbehaved);
      },
    });
  }

  /** What comes after the first finding is of no interest. */
  get #isOver(): boolean {
    return this.#phase === 'over' || this.events.violations.length > 0;
  }

  /** Lets a process live until it dies, all is over, or time is up. */
  async #runProcess(): Promise<void> {
    if (this.#server === undefined) {
      const fuse = new CrashPoints();
      this.#crashPoints = fuse;
      const journal = await this.disk.open(fuse, () => this.#clock.interject());
      this.#server = this.#newServer(fuse, journal);
      this.#faults.processStarted(fuse);
      await this.#server.open();
    }
    await this.#clock.run(
      Infinity,
      () => this.#crashPoints.crashed || this.#isOver || this.#clock.now() >= this.#endMs,
    );
    if (this.#crashPoints.crashed) await this.#crash(this.#server);
  }

  async #crash(house: SimServer): Promise<void> {
    const { label } = this.#crashPoints;
    const { fault, forMs, code } = this.#faults.takeCrash(label === WRITTEN);
    this.events.add(`the process dies ${label}`);
    this.events.faultInjected(fault);
    if (code !== undefined) this.#code = code;
    this.#server = undefined;
    await house.crash();
    await this.disk.crashed(label === WRITTEN);
    for (const person of this.#players) person.serverCrashed();
    await this.#clock.run(this.#clock.now() + forMs, () => false);
    this.events.add('the process is back');
  }

  #newServer(fuse: CrashPoints, journal: JournalStore): SimServer {
    return new SimServer({
      simGame: this.#game,
      game: this.#code,
      crashPoints: fuse,
      clock: this.#clock,
      journal,
      log: this.#log,
      draw: (below) => this.#random.int(0, below - 1),
      effects: simEffects(this.#game.effects ?? {}, {
        clock: this.#clock,
        started: (key) => this.#effectBegan(key),
        fault: () => this.#faults.takeEffectFault(),
        crash: () => fuse.crash('when an effect has run and nobody knows'),
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
      watch: (match, book) => this.#watch(match, book),
      onTick: (table) => this.#ticked(table),
      onRoomOver: (table) => this.#over(table),
      violated: (law, match, tick, details) => this.events.violated(law, match, tick, details),
    });
  }

  #logOf(match: Match): MatchLog {
    const { matchId } = match.start;
    const book = this.logs.get(matchId) ?? new MatchLog(match, this.isChecked);
    this.logs.set(matchId, book);
    book.match = match;
    return book;
  }

  #watch(match: Match, book: MatchLog): Watcher {
    const watcher = this.#game.watch(match, (branch) => this.events.reached(branch));
    let { dropped } = simMetrics;
    return {
      check: () => {
        book.dropped += simMetrics.dropped - dropped;
        ({ dropped } = simMetrics);
        return watcher.check();
      },
    };
  }

  #runTick(): void {
    const steps: Step<BotEntry>[] = [];
    for (const { client: visit } of this.#players) {
      if (visit === undefined) continue;
      visit.runTick(steps);
      if (visit.failure !== undefined)
        this.events.violated('no bot fails', visit.matchId, 0, `${visit.id}: ${visit.failure.message}`);
    }
    if (steps.length > 0) void stepMatches(steps);
    this.#faults.runTick();
  }

  #ticked({ log: book, watcher, room, isReplaying: isRebuilt }: ServerRoom): void {
    const { match } = room;
    const { tick, state } = match;
    for (const { invariant: law, details } of watcher.check()) this.events.violated(law, book.matchId, tick, details);
    if (isRebuilt) return;
    this.ticks++;
    this.matchMs += 1_000 / this.#game.game.tickRate;
    if (this.isChecked && tick % RELEASE_TICKS === 0) book.releases.push({ tick, hash: match.stateHash().hash });
    if (this.#phase === 'healed' && this.#game.isOver(state)) this.#parting();
  }

  /** The room is over: nothing of it may be left. */
  #over({ room, log: book }: ServerRoom): void {
    const { match } = room;
    this.events.add(`${book.matchId} is over: ${match.ended?.kind ?? 'abandoned'}`);
    if (!this.#keepsOld) this.logs.delete(book.matchId);
    if (match.ended?.kind !== 'finished') return;
    // The last turn may still be under way.
    this.#clock.at(this.#clock.now(), () => {
      const left = Object.entries(match.residue).filter(([, count]) => count !== 0);
      if (left.length === 0) return;
      const details = left.map(([what, count]) => `${count} ${what}`).join(', ');
      this.events.violated('nothing of a match is left when it is over', book.matchId, match.tick, details);
    });
  }

  #heal(): void {
    this.events.add('from now on nothing goes wrong');
    this.#phase = 'healed';
    this.#endMs = this.#clock.now() + this.#game.budgetMs + RECOVERY_MS;
    this.#faults.heal();
  }

  /** The match has come to what it was about: everybody leaves, as soon as they know what became of what they said. */
  #parting(): void {
    this.events.add('the match has come to its end, and people leave');
    this.#phase = 'parting';
    this.#endMs = Infinity;
    const untilMs = this.#clock.now() + SETTLE_MS;
    const look = (): void => {
      const isLate = this.#clock.now() >= untilMs;
      for (const person of this.#players) {
        const waiting = person.isIn ? (person.client?.unsettled ?? []) : [];
        if (waiting.length > 0 && !isLate) continue;
        const { client: visit } = person;
        if (waiting.length > 0 && visit !== undefined) {
          const details = `${visit.id} waits for ${waiting.join(', ')}`;
          this.events.violated('every message has its reply', visit.matchId, 0, details);
        }
        if (!person.hasLeft) person.leave(true);
      }
      if (this.#players.every(({ hasLeft: isHome }) => isHome)) this.#clear();
      else this.#clock.at(this.#clock.now() + LOOK_MS, look);
    };
    look();
  }

  /** Nobody is left, and so no room may be: those whose line was broken are waited for. */
  #clear(): void {
    const untilMs = this.#clock.now() + (this.#game.game.reconnectGraceMs ?? DEFAULT_GRACE_MS) + CLEAR_MS;
    const look = (): void => {
      const isEmpty = this.#server?.rooms.size === 0;
      if (isEmpty || this.#clock.now() >= untilMs) this.#close();
      else this.#clock.at(this.#clock.now() + LOOK_MS, look);
    };
    look();
  }

  #close(): void {
    this.#phase = 'over';
    for (const { log: book, room } of this.#server?.rooms.values() ?? []) {
      const details = formatTasks(room.match.describe());
      this.events.violated('a room that everybody has left goes', book.matchId, room.match.tick, details);
    }
  }

  #giveUp(): void {
    const [table] = [...(this.#server?.rooms.values() ?? [])].slice(-1);
    const match = table?.room.match;
    const details = match === undefined ? 'there is no match' : formatTasks(match.describe());
    const law = 'a match comes to its end once nothing goes wrong any more';
    this.events.violated(law, table?.log.matchId ?? '', match?.tick ?? 0, details);
  }

  #effectBegan(key: string): void {
    for (const { matchId, match, startedEffects: effectRuns } of this.logs.values()) {
      if (key.startsWith(`${matchId}:`)) effectRuns.push({ key, tick: match.tick });
    }
  }

  /** What the host calls an error has to have been one of ours. */
  #logged({ message, room, tick }: HostError): void {
    this.events.add(message);
    if (!this.#crashPoints.crashed && !this.disk.hasFailed) this.events.violated(NOTHING_FAILS, room, tick, message);
  }
}

const ID_LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';

/** A number in the letters of match ids. */
function idText(number: number, length: number): string {
  let text = '';
  for (let left = number; text.length < length; left = Math.floor(left / 32)) text = `${ID_LETTERS[left % 32]}${text}`;
  return text;
}
