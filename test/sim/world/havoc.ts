/** Lets go wrong what the plan says, until it heals. */
import { Random, type Game } from '../../../shared/runtime/index.ts';
import { WRITTEN } from '../../server/crash/doomed-store.ts';
import type { Fault } from '../faults.ts';
import type { SimGame } from '../games/sim-game.ts';
import type { Mishap, Plan } from '../plan.ts';
import type { Chronicle } from './chronicle.ts';
import type { House } from './house.ts';
import type { Person } from './person.ts';
import type { SimClock } from './sim-clock.ts';
import type { SimDisk } from './sim-disk.ts';
import type { EffectTrouble } from './sim-effects.ts';
import type { SimFuse } from './sim-fuse.ts';
import { upgraded } from './upgrade.ts';

/** How long people look for a moment that hurts. */
const WORST_WITHIN_MS = 20_000;
/** How long a restart takes, where the plan does not say. */
const RESTART_MS = 1_000;

/** How a process ends, and what comes after it. */
export interface Death {
  readonly fault: Fault;
  /** How long there is none. */
  readonly forMs: number;
  /** The code of the next one; undefined: the same. */
  readonly code: Game | undefined;
}

export interface HavocParts {
  readonly game: SimGame;
  readonly plan: Plan;
  readonly clock: SimClock;
  readonly disk: SimDisk;
  readonly people: readonly Person[];
  readonly chronicle: Chronicle;
  /** The process that is there; undefined: there is none now. */
  readonly house: () => House | undefined;
}

export class Havoc {
  readonly #parts: HavocParts;
  readonly #troubles: EffectTrouble[] = [];
  /** Who looks for the worst moment to leave, and until when. */
  readonly #leavers = new Map<Person, number>();
  /** How the process is to end, after so many points or writes. */
  #doom: (Death & { readonly points: number }) | undefined;
  #fuse: SimFuse | undefined;
  #isOver = false;

  constructor(parts: HavocParts) {
    this.#parts = parts;
    const { clock, plan } = parts;
    for (const mishap of plan.mishaps) clock.at(mishap.atMs, () => this.#befall(mishap));
  }

  /** Another process begins, with this fuse: it may be doomed already. */
  threaten(fuse: SimFuse): void {
    this.#fuse = fuse;
    if (this.#doom !== undefined) this.#arm(this.#doom.points);
  }

  /**
   * The process has died.
   *
   * @param isInWrite within a write: where it was not, nothing was torn
   */
  takeDeath(isInWrite: boolean): Death {
    const { fault, forMs, code } = this.#doom ?? { fault: 'crash', forMs: RESTART_MS, code: undefined };
    this.#doom = undefined;
    this.#fuse = undefined;
    return { fault: fault === 'torn' && !isInWrite ? 'crash' : fault, forMs, code };
  }

  /** The trouble that an effect is in for that begins now. */
  takeTrouble(): EffectTrouble | undefined {
    const trouble = this.#troubles.shift();
    if (trouble !== undefined) this.#parts.chronicle.happened('effect');
    return trouble;
  }

  /** Those who look for the worst moment leave if this is it. */
  beat(): void {
    const { game, clock, chronicle } = this.#parts;
    for (const [person, untilMs] of this.#leavers) {
      const { visit } = person;
      const seat = visit?.seat;
      const isWorst = visit !== undefined && seat !== undefined && game.isWorstMoment(visit.state, seat);
      if (!isWorst && clock.now() < untilMs) continue;
      this.#leavers.delete(person);
      chronicle.note(`${person.plan.name} leaves`);
      if (person.leave(false)) chronicle.happened('leave');
    }
  }

  /** From now on nothing goes wrong. */
  heal(): void {
    const { disk, people, chronicle } = this.#parts;
    this.#isOver = true;
    this.#troubles.length = 0;
    this.#leavers.clear();
    this.#doom = undefined;
    this.#fuse?.disarm();
    disk.heal();
    for (const fault of ['disk', 'full'] as const) if (disk.failures[fault] > 0) chronicle.happened(fault);
    for (const person of people) {
      const { latencyMs, jitterMs, bytesPerSecond } = person.plan.line;
      if (person.line.delayed > 0) {
        if (latencyMs > 0) chronicle.happened('latency');
        if (jitterMs > 0) chronicle.happened('jitter');
        if (bytesPerSecond !== undefined) chronicle.happened('slow');
      }
      person.heal();
    }
  }

  #befall(mishap: Mishap): void {
    if (this.#isOver) return;
    const { clock, disk, people, chronicle, game } = this.#parts;
    const person = 'person' in mishap ? people[mishap.person] : undefined;
    chronicle.note(describe(mishap));
    switch (mishap.fault) {
      case 'stall':
        if (person?.isIn !== true) return;
        person.line.stall(mishap.forMs);
        return chronicle.happened('stall');
      case 'disconnect':
        if (person?.disconnect(mishap.forMs) === true) chronicle.happened('disconnect');
        return;
      case 'storm':
        if (people.filter((each) => each.disconnect(mishap.forMs)).length > 1) chronicle.happened('storm');
        return;
      case 'leave':
        if (person !== undefined) this.#leavers.set(person, clock.now() + WORST_WITHIN_MS);
        return;
      case 'duplicate':
        if (person?.visit?.repeat(mishap.back) === true) chronicle.happened('duplicate');
        return;
      case 'hostile':
        return this.#attack(person, mishap.count, mishap.seed);
      case 'crash':
      case 'torn': {
        const { fault, forMs, points } = mishap;
        return this.#sentence({ fault, forMs, points, code: undefined });
      }
      case 'upgrade': {
        const { fault, forMs, points, changes } = mishap;
        return this.#sentence({ fault, forMs, points, code: changes ? upgraded(game.game) : game.game });
      }
      case 'disk':
        return disk.breakDown(false);
      case 'full':
        disk.breakDown(true);
        clock.post(clock.now() + mishap.forMs, () => disk.heal());
        return;
      case 'effect':
        this.#troubles.push(mishap.how);
        return;
      case 'jump':
        clock.jump(mishap.forMs);
        return chronicle.happened('jump');
    }
  }

  /** A process dies once: what would end it too comes to nothing. */
  #sentence(doom: Death & { readonly points: number }): void {
    if (this.#doom !== undefined) return;
    this.#doom = doom;
    this.#arm(doom.points);
  }

  #arm(points: number): void {
    this.#fuse?.arm(points, this.#doom?.fault === 'torn' ? WRITTEN : undefined);
  }

  #attack(person: Person | undefined, count: number, seed: string): void {
    const { game, chronicle, house } = this.#parts;
    const visit = person?.visit;
    if (person === undefined || visit?.isReady !== true) return;
    const luck = new Random(seed, 'hostile');
    for (let left = count; left > 0; left--) {
      const deed = game.hostile(luck, visit.state);
      if (deed.kind === 'input') visit.input(deed.numbers, deed.seenAtMs);
      else person.line.up(() => house()?.receivePlain(visit, deed.type, deed.data));
    }
    chronicle.happened('hostile');
  }
}

function describe(mishap: Mishap): string {
  const { fault, atMs: _, ...others } = mishap;
  const details = Object.entries(others).map(([name, value]) => `${name} ${String(value)}`);
  return [fault, ...details].join(', ');
}
