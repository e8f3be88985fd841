/** Lets go wrong what the plan says, until it heals. */
import { Random, type Game } from '../../../shared/runtime/index.ts';
import { WRITTEN } from '../../server/crash/doomed-store.ts';
import type { FaultKind } from '../fault-kinds.ts';
import type { SimGame } from '../games/sim-game.ts';
import type { PlannedFault, Plan } from '../plan.ts';
import type { EventLog } from './event-log.ts';
import type { SimServer } from './sim-server.ts';
import type { SimPlayer } from './sim-player.ts';
import type { SimClock } from './sim-clock.ts';
import type { SimDisk } from './sim-disk.ts';
import type { EffectFault } from './sim-effects.ts';
import type { CrashPoints } from './crash-points.ts';
import { withChangedCode } from './changed-game.ts';

/** How long people look for a moment that hurts. */
const WORST_WITHIN_MS = 20_000;
/** How long a restart takes, where the plan does not say. */
const RESTART_MS = 1_000;

/** How a process ends, and what comes after it. */
export interface ProcessCrash {
  readonly fault: FaultKind;
  /** How long there is none. */
  readonly forMs: number;
  /** The code of the next one; undefined: the same. */
  readonly code: Game | undefined;
}

export interface FaultInjectorParts {
  readonly game: SimGame;
  readonly plan: Plan;
  readonly clock: SimClock;
  readonly disk: SimDisk;
  readonly players: readonly SimPlayer[];
  readonly events: EventLog;
  /** The process that is there; undefined: there is none now. */
  readonly server: () => SimServer | undefined;
}

export class FaultInjector {
  readonly #parts: FaultInjectorParts;
  readonly #effectFaults: EffectFault[] = [];
  /** Who looks for the worst moment to leave, and until when. */
  readonly #leavers = new Map<SimPlayer, number>();
  /** How the process is to end, after so many points or writes. */
  #planned: (ProcessCrash & { readonly points: number }) | undefined;
  #crashPoints: CrashPoints | undefined;
  #isOver = false;

  constructor(parts: FaultInjectorParts) {
    this.#parts = parts;
    const { clock, plan } = parts;
    for (const mishap of plan.mishaps) clock.at(mishap.atMs, () => this.#inject(mishap));
  }

  /** Another process begins, with this fuse: it may be doomed already. */
  processStarted(fuse: CrashPoints): void {
    this.#crashPoints = fuse;
    if (this.#planned !== undefined) this.#arm(this.#planned.points);
  }

  /**
   * The process has died.
   *
   * @param isInWrite within a write: where it was not, nothing was torn
   */
  takeCrash(isInWrite: boolean): ProcessCrash {
    const { fault, forMs, code } = this.#planned ?? { fault: 'crash', forMs: RESTART_MS, code: undefined };
    this.#planned = undefined;
    this.#crashPoints = undefined;
    return { fault: fault === 'torn' && !isInWrite ? 'crash' : fault, forMs, code };
  }

  /** The trouble that an effect is in for that begins now. */
  takeEffectFault(): EffectFault | undefined {
    const trouble = this.#effectFaults.shift();
    if (trouble !== undefined) this.#parts.events.faultInjected('effect');
    return trouble;
  }

  /** Those who look for the worst moment leave if this is it. */
  runTick(): void {
    const { game, clock, events: chronicle } = this.#parts;
    for (const [person, untilMs] of this.#leavers) {
      const { client: visit } = person;
      const seat = visit?.seat;
      const isWorst = visit !== undefined && seat !== undefined && game.isWorstMoment(visit.state, seat);
      if (!isWorst && clock.now() < untilMs) continue;
      this.#leavers.delete(person);
      chronicle.add(`${person.plan.name} leaves`);
      if (person.leave(false)) chronicle.faultInjected('leave');
    }
  }

  /** From now on nothing goes wrong. */
  heal(): void {
    const { disk, players: people, events: chronicle } = this.#parts;
    this.#isOver = true;
    this.#effectFaults.length = 0;
    this.#leavers.clear();
    this.#planned = undefined;
    this.#crashPoints?.disarm();
    disk.heal();
    for (const fault of ['disk', 'full'] as const) if (disk.failures[fault] > 0) chronicle.faultInjected(fault);
    for (const person of people) {
      const { latencyMs, jitterMs, bytesPerSecond } = person.plan.line;
      if (person.line.delayed > 0) {
        if (latencyMs > 0) chronicle.faultInjected('latency');
        if (jitterMs > 0) chronicle.faultInjected('jitter');
        if (bytesPerSecond !== undefined) chronicle.faultInjected('slow');
      }
      person.heal();
    }
  }

  #inject(mishap: PlannedFault): void {
    if (this.#isOver) return;
    const { clock, disk, players: people, events: chronicle, game } = this.#parts;
    const person = 'person' in mishap ? people[mishap.person] : undefined;
    chronicle.add(describe(mishap));
    switch (mishap.fault) {
      case 'stall':
        if (person?.isIn !== true) return;
        person.line.stall(mishap.forMs);
        return chronicle.faultInjected('stall');
      case 'disconnect':
        if (person?.disconnect(mishap.forMs) === true) chronicle.faultInjected('disconnect');
        return;
      case 'storm':
        if (people.filter((each) => each.disconnect(mishap.forMs)).length > 1) chronicle.faultInjected('storm');
        return;
      case 'leave':
        if (person !== undefined) this.#leavers.set(person, clock.now() + WORST_WITHIN_MS);
        return;
      case 'duplicate':
        if (person?.client?.resend(mishap.back) === true) chronicle.faultInjected('duplicate');
        return;
      case 'hostile':
        return this.#attack(person, mishap.count, mishap.seed);
      case 'crash':
      case 'torn': {
        const { fault, forMs, points } = mishap;
        return this.#planCrash({ fault, forMs, points, code: undefined });
      }
      case 'upgrade': {
        const { fault, forMs, points, changes } = mishap;
        return this.#planCrash({ fault, forMs, points, code: changes ? withChangedCode(game.game) : game.game });
      }
      case 'disk':
        return disk.failWrites(false);
      case 'full':
        disk.failWrites(true);
        clock.post(clock.now() + mishap.forMs, () => disk.heal());
        return;
      case 'effect':
        this.#effectFaults.push(mishap.how);
        return;
      case 'jump':
        clock.jump(mishap.forMs);
        return chronicle.faultInjected('jump');
    }
  }

  /** A process dies once: what would end it too comes to nothing. */
  #planCrash(doom: ProcessCrash & { readonly points: number }): void {
    if (this.#planned !== undefined) return;
    this.#planned = doom;
    this.#arm(doom.points);
  }

  #arm(points: number): void {
    this.#crashPoints?.arm(points, this.#planned?.fault === 'torn' ? WRITTEN : undefined);
  }

  #attack(person: SimPlayer | undefined, count: number, seed: string): void {
    const { game, events: chronicle, server: house } = this.#parts;
    const visit = person?.client;
    if (person === undefined || visit?.isReady !== true) return;
    const luck = new Random(seed, 'hostile');
    for (let left = count; left > 0; left--) {
      const deed = game.hostile(luck, visit.state);
      if (deed.kind === 'input') visit.sendInput(deed.numbers, deed.seenAtMs);
      else person.line.toServer(() => house()?.receivePlain(visit, deed.type, deed.data));
    }
    chronicle.faultInjected('hostile');
  }
}

function describe(mishap: PlannedFault): string {
  const { fault, atMs: _, ...others } = mishap;
  const details = Object.entries(others).map(([name, value]) => `${name} ${String(value)}`);
  return [fault, ...details].join(', ');
}
