/** A simulated evening from the first knock to the last goodbye: the people, and one process after the other that serves them. */
import {
  Random,
  formatTasks,
  stepMatches,
  type BotEntry,
  type Game,
  type Match,
  type Step,
} from '../../../shared/runtime/index.ts';
import { CLOSE } from '../../../shared/wire.ts';
import { codeVersion } from '../../../server/code-version.ts';
import type { JournalStore } from '../../../server/journal/store.ts';
import type { Log } from '../../../server/log.ts';
import { WRITTEN } from '../../server/crash/doomed-store.ts';
import type { SimGame, Watcher } from '../games/sim-game.ts';
import type { Plan } from '../plan.ts';
import { Chronicle } from './chronicle.ts';
import { Havoc } from './havoc.ts';
import { DEFAULT_GRACE_MS, House } from './house.ts';
import { MatchBook } from './match-book.ts';
import { Person, type Surroundings } from './person.ts';
import { SimClock } from './sim-clock.ts';
import { MemoryMedium, SimDisk } from './sim-disk.ts';
import { simEffects } from './sim-effects.ts';
import { SimFuse } from './sim-fuse.ts';
import { NOTHING_FAILS } from './review.ts';
import { listen, type LoggedError } from './sim-log.ts';
import { simMetrics } from './sim-metrics.ts';
import type { Table } from './table.ts';
import { TornMedium } from './torn-medium.ts';
import { Visit, type Invitation } from './visit.ts';

/** How long people wait for the replies to what they have said, when all is over. */
const SETTLE_MS = 8_000;
/** A room that nobody is in or may come back to has to go within that. */
const CLEAR_MS = 5_000;
/** What a restart, its hold, and people who come again may take of the time after healing. */
const RECOVERY_MS = 30_000;
const LOOK_MS = 250;
/** In so many ticks the state is held against the journal once. */
const RELEASE_TICKS = 10;

export interface WorldOptions {
  /** All is kept that a review needs. */
  readonly isReviewed: boolean;
  /** Journals are kept whole, for recordings. */
  readonly keepsOld: boolean;
}

export class World implements Surroundings {
  readonly books = new Map<string, MatchBook>();
  readonly disk: SimDisk;
  readonly chronicle: Chronicle;
  readonly isReviewed: boolean;
  ticks = 0;
  /** Of all matches, in ms. */
  matchMs = 0;
  matches = 0;
  readonly #keepsOld: boolean;
  readonly #game: SimGame;
  readonly #plan: Plan;
  readonly #clock = new SimClock();
  readonly #luck: Random;
  readonly #people: readonly Person[];
  readonly #havoc: Havoc;
  readonly #log: Log;
  /** The code that the next process has. */
  #code: Game;
  #house: House | undefined;
  #fuse = new SimFuse();
  #phase: 'faults' | 'healed' | 'parting' | 'over' = 'faults';
  /** When the match has to be over, once all is healed. */
  #endMs = Infinity;

  constructor(game: SimGame, plan: Plan, { isReviewed, keepsOld }: WorldOptions) {
    const seed = String(plan.seed);
    const clock = this.#clock;
    this.#game = game;
    this.#plan = plan;
    this.#code = game.game;
    this.isReviewed = isReviewed;
    this.#keepsOld = keepsOld;
    this.#luck = new Random(seed, 'world');
    this.chronicle = new Chronicle(() => clock.now(), game.branches);
    this.disk = new SimDisk(
      plan.faults.includes('torn')
        ? new TornMedium(new Random(seed, 'torn'), () => Math.round(clock.now()))
        : new MemoryMedium({ keepsOld }),
    );
    this.#log = listen((error) => this.#logged(error));
    const people = plan.people.map(
      (person, index) => new Person(person, clock, new Random(seed, `person ${index}`), this),
    );
    this.#people = people;
    const { disk, chronicle } = this;
    this.#havoc = new Havoc({ game, plan, clock, disk, people, chronicle, house: () => this.#house });
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
      this.#beat();
      this.#clock.at(this.#clock.now() + beatMs, beat);
    };
    this.#clock.at(beatMs / 2, beat);
    this.#clock.at(healsMs, () => this.#heal());
    while (!this.#isOver && this.#clock.now() < this.#endMs) await this.#live();
    if (!this.#isOver) this.#giveUp();
    await this.#house?.die();
  }

  knock(person: Person): void {
    if (this.#phase === 'parting' || this.#isOver) return;
    if (person.plan.comesMs > 0 || person.plan.watches) this.chronicle.happened('late');
    if (this.#house === undefined) person.serverDied();
    else this.#house.knock(person);
  }

  comeBack(person: Person, visit: Visit): void {
    if (this.#house === undefined) person.serverDied();
    else this.#house.comeBack(person, visit);
  }

  leave(visit: Visit): void {
    const house = this.#house;
    this.#clock.post(this.#clock.now(), () => house?.leave(visit));
  }

  broke(person: Person, visit: Visit): void {
    const house = this.#house;
    const guest = house?.guestOf(visit);
    this.#clock.post(this.#clock.now() + person.line.latencyMs, () => house?.dropped(visit, guest));
  }

  visit(person: Person, invitation: Invitation): Visit {
    const { id, matchId, book } = invitation;
    return new Visit({
      invitation,
      game: this.#game,
      line: person.line,
      counter: () => this.#house,
      seed: `${this.#plan.seed} ${id}`,
      found: (law, tick, details) => this.chronicle.found(law, matchId, tick, details),
      closed: (code) => {
        this.chronicle.note(`${id} is told ${code}`);
        if (code !== CLOSE.over) book.isGone = true;
        person.closed(code === CLOSE.dismissed || code === CLOSE.misbehaved);
      },
    });
  }

  /** What comes after the first finding is of no interest. */
  get #isOver(): boolean {
    return this.#phase === 'over' || this.chronicle.findings.length > 0;
  }

  /** Lets a process live until it dies, all is over, or time is up. */
  async #live(): Promise<void> {
    if (this.#house === undefined) {
      const fuse = new SimFuse();
      this.#fuse = fuse;
      const journal = await this.disk.open(fuse, () => this.#clock.interject());
      this.#house = this.#newHouse(fuse, journal);
      this.#havoc.threaten(fuse);
      await this.#house.open();
    }
    await this.#clock.run(Infinity, () => this.#fuse.burnt || this.#isOver || this.#clock.now() >= this.#endMs);
    if (this.#fuse.burnt) await this.#die(this.#house);
  }

  async #die(house: House): Promise<void> {
    const { label } = this.#fuse;
    const { fault, forMs, code } = this.#havoc.takeDeath(label === WRITTEN);
    this.chronicle.note(`the process dies ${label}`);
    this.chronicle.happened(fault);
    if (code !== undefined) this.#code = code;
    this.#house = undefined;
    await house.die();
    await this.disk.died(label === WRITTEN);
    for (const person of this.#people) person.serverDied();
    await this.#clock.run(this.#clock.now() + forMs, () => false);
    this.chronicle.note('the process is back');
  }

  #newHouse(fuse: SimFuse, journal: JournalStore): House {
    return new House({
      simGame: this.#game,
      game: this.#code,
      fuse,
      clock: this.#clock,
      journal,
      log: this.#log,
      draw: (below) => this.#luck.int(0, below - 1),
      effects: simEffects(this.#game.effects ?? {}, {
        clock: this.#clock,
        began: (key) => this.#effectBegan(key),
        trouble: () => this.#havoc.takeTrouble(),
        die: () => fuse.burn('when an effect has run and nobody knows'),
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
      bookOf: (match) => this.#bookOf(match),
      watch: (match, book) => this.#watch(match, book),
      ticked: (table) => this.#ticked(table),
      over: (table) => this.#over(table),
      found: (law, match, tick, details) => this.chronicle.found(law, match, tick, details),
    });
  }

  #bookOf(match: Match): MatchBook {
    const { matchId } = match.start;
    const book = this.books.get(matchId) ?? new MatchBook(match, this.isReviewed);
    this.books.set(matchId, book);
    book.match = match;
    return book;
  }

  #watch(match: Match, book: MatchBook): Watcher {
    const watcher = this.#game.watch(match, (branch) => this.chronicle.reached(branch));
    let { dropped } = simMetrics;
    return {
      check: () => {
        book.dropped += simMetrics.dropped - dropped;
        ({ dropped } = simMetrics);
        return watcher.check();
      },
    };
  }

  #beat(): void {
    const steps: Step<BotEntry>[] = [];
    for (const { visit } of this.#people) {
      if (visit === undefined) continue;
      visit.beat(steps);
      if (visit.failure !== undefined)
        this.chronicle.found('no bot fails', visit.matchId, 0, `${visit.id}: ${visit.failure.message}`);
    }
    if (steps.length > 0) void stepMatches(steps);
    this.#havoc.beat();
  }

  #ticked({ book, watcher, room, isRebuilt }: Table): void {
    const { match } = room;
    const { tick, state } = match;
    for (const { law, details } of watcher.check()) this.chronicle.found(law, book.matchId, tick, details);
    if (isRebuilt) return;
    this.ticks++;
    this.matchMs += 1_000 / this.#game.game.tickRate;
    if (this.isReviewed && tick % RELEASE_TICKS === 0) book.releases.push({ tick, hash: match.mark().hash });
    if (this.#phase === 'healed' && this.#game.isOver(state)) this.#part();
  }

  /** The room is over: nothing of it may be left. */
  #over({ room, book }: Table): void {
    const { match } = room;
    this.chronicle.note(`${book.matchId} is over: ${match.ended?.kind ?? 'abandoned'}`);
    if (!this.#keepsOld) this.books.delete(book.matchId);
    if (match.ended?.kind !== 'finished') return;
    // The last turn may still be under way.
    this.#clock.at(this.#clock.now(), () => {
      const left = Object.entries(match.residue).filter(([, count]) => count !== 0);
      if (left.length === 0) return;
      const details = left.map(([what, count]) => `${count} ${what}`).join(', ');
      this.chronicle.found('nothing of a match is left when it is over', book.matchId, match.tick, details);
    });
  }

  #heal(): void {
    this.chronicle.note('from now on nothing goes wrong');
    this.#phase = 'healed';
    this.#endMs = this.#clock.now() + this.#game.budgetMs + RECOVERY_MS;
    this.#havoc.heal();
  }

  /** The match has come to what it was about: everybody leaves, as soon as they know what became of what they said. */
  #part(): void {
    this.chronicle.note('the match has come to its end, and people leave');
    this.#phase = 'parting';
    this.#endMs = Infinity;
    const untilMs = this.#clock.now() + SETTLE_MS;
    const look = (): void => {
      const isLate = this.#clock.now() >= untilMs;
      for (const person of this.#people) {
        const waiting = person.isIn ? (person.visit?.unsettled ?? []) : [];
        if (waiting.length > 0 && !isLate) continue;
        const { visit } = person;
        if (waiting.length > 0 && visit !== undefined) {
          const details = `${visit.id} waits for ${waiting.join(', ')}`;
          this.chronicle.found('every message has its reply', visit.matchId, 0, details);
        }
        if (!person.isHome) person.leave(true);
      }
      if (this.#people.every(({ isHome }) => isHome)) this.#clear();
      else this.#clock.at(this.#clock.now() + LOOK_MS, look);
    };
    look();
  }

  /** Nobody is left, and so no room may be: those whose line was broken are waited for. */
  #clear(): void {
    const untilMs = this.#clock.now() + (this.#game.game.reconnectGraceMs ?? DEFAULT_GRACE_MS) + CLEAR_MS;
    const look = (): void => {
      const isEmpty = this.#house?.tables.size === 0;
      if (isEmpty || this.#clock.now() >= untilMs) this.#close();
      else this.#clock.at(this.#clock.now() + LOOK_MS, look);
    };
    look();
  }

  #close(): void {
    this.#phase = 'over';
    for (const { book, room } of this.#house?.tables.values() ?? []) {
      const details = formatTasks(room.match.describe());
      this.chronicle.found('a room that everybody has left goes', book.matchId, room.match.tick, details);
    }
  }

  #giveUp(): void {
    const [table] = [...(this.#house?.tables.values() ?? [])].slice(-1);
    const match = table?.room.match;
    const details = match === undefined ? 'there is no match' : formatTasks(match.describe());
    const law = 'a match comes to its end once nothing goes wrong any more';
    this.chronicle.found(law, table?.book.matchId ?? '', match?.tick ?? 0, details);
  }

  #effectBegan(key: string): void {
    for (const { matchId, match, effectRuns } of this.books.values()) {
      if (key.startsWith(`${matchId}:`)) effectRuns.push({ key, tick: match.tick });
    }
  }

  /** What the host calls an error has to have been one of ours. */
  #logged({ message, room, tick }: LoggedError): void {
    this.chronicle.note(message);
    if (!this.#fuse.burnt && !this.disk.hasFailed) this.chronicle.found(NOTHING_FAILS, room, tick, message);
  }
}

const ID_LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';

/** A number in the letters of match ids. */
function idText(number: number, length: number): string {
  let text = '';
  for (let left = number; text.length < length; left = Math.floor(left / 32)) text = `${ID_LETTERS[left % 32]}${text}`;
  return text;
}
