/** Injects the faults of a plan until the simulation heals. */
import { Random, type Game } from '../../../shared/runtime/index.ts';
import type { FaultKind } from '../fault-kinds.ts';
import type { SimGame } from '../games/sim-game.ts';
import type { Plan, PlannedFault } from '../plan.ts';
import { withChangedCode } from './changed-game.ts';
import type { CrashPoints } from './crash-points.ts';
import type { EventLog } from './event-log.ts';
import type { SimClock } from './sim-clock.ts';
import type { SimDisk } from './sim-disk.ts';
import type { EffectFault } from './sim-effects.ts';
import type { SimPlayer } from './sim-player.ts';
import type { SimServer } from './sim-server.ts';
import { WRITTEN } from './sim-store.ts';

/** How long a player waits for the worst moment to leave. */
const WORST_WITHIN_MS = 20_000;
/** How long a restart takes where the plan does not say. */
const RESTART_MS = 1_000;

/** How a process ends, and what follows. */
export interface ProcessCrash {
  readonly kind: FaultKind;
  /** How long there is no process. */
  readonly forMs: number;
  /** The code of the next process; undefined: the same. */
  readonly code: Game | undefined;
}

export interface FaultInjectorParts {
  readonly game: SimGame;
  /** The game's code, as the first process has it. */
  readonly code: Game;
  readonly plan: Plan;
  readonly clock: SimClock;
  readonly disk: SimDisk;
  readonly players: readonly SimPlayer[];
  readonly events: EventLog;
  /** Undefined while no process runs. */
  readonly server: () => SimServer | undefined;
}

export class FaultInjector {
  readonly #parts: FaultInjectorParts;
  readonly #effectFaults: EffectFault[] = [];
  /** Players who wait for the worst moment to leave, and until when. */
  readonly #leavers = new Map<SimPlayer, number>();
  /** The planned crash, after a number of crash points or commits. */
  #planned: (ProcessCrash & { readonly points: number }) | undefined;
  /** The crash points of the plan for processes that have not started yet. */
  readonly #plannedPoints: number[];
  #crashPoints: CrashPoints | undefined;
  #isOver = false;

  constructor(parts: FaultInjectorParts) {
    this.#parts = parts;
    const { clock, plan } = parts;
    this.#plannedPoints = [...(plan.crashPoints ?? [])];
    for (const fault of plan.faults) clock.at(fault.atMs, () => this.#inject(fault));
  }

  processStarted(crashPoints: CrashPoints): void {
    this.#crashPoints = crashPoints;
    const points = this.#plannedPoints.shift();
    if (points !== undefined) this.#planned = { kind: 'crash', forMs: RESTART_MS, code: undefined, points };
    if (this.#planned !== undefined) this.#arm(this.#planned.points);
  }

  /** @param isInWrite the process crashed during a write: otherwise nothing was torn */
  takeCrash(isInWrite: boolean): ProcessCrash {
    const { kind, forMs, code } = this.#planned ?? { kind: 'crash', forMs: RESTART_MS, code: undefined };
    this.#planned = undefined;
    this.#crashPoints = undefined;
    return { kind: kind === 'torn' && !isInWrite ? 'crash' : kind, forMs, code };
  }

  /** The fault of the effect that starts now. */
  takeEffectFault(): EffectFault | undefined {
    const fault = this.#effectFaults.shift();
    if (fault !== undefined) this.#parts.events.faultInjected('effect');
    return fault;
  }

  /** Lets players leave whose worst moment this is. */
  runTick(): void {
    const { game, clock, events } = this.#parts;
    for (const [player, untilMs] of this.#leavers) {
      const { client } = player;
      const seat = client?.seat;
      const isWorst = client !== undefined && seat !== undefined && game.isWorstMoment(client.state, seat);
      if (!isWorst && clock.now() < untilMs) continue;
      this.#leavers.delete(player);
      events.add(`${player.plan.name} leaves`);
      if (player.leave(false)) events.faultInjected('leave');
    }
  }

  /** Ends all faults, other than the crash points of the plan. */
  heal(): void {
    const { disk, players, events, plan } = this.#parts;
    this.#isOver = true;
    this.#effectFaults.length = 0;
    this.#leavers.clear();
    if (plan.crashPoints === undefined) {
      this.#planned = undefined;
      this.#crashPoints?.disarm();
    }
    disk.heal();
    for (const kind of ['disk', 'full'] as const) if (disk.failures[kind] > 0) events.faultInjected(kind);
    for (const player of players) {
      const { latencyMs, jitterMs, bytesPerSecond } = player.plan.line;
      if (player.line.delayed > 0) {
        if (latencyMs > 0) events.faultInjected('latency');
        if (jitterMs > 0) events.faultInjected('jitter');
        if (bytesPerSecond !== undefined) events.faultInjected('slow');
      }
      player.heal();
    }
  }

  #inject(fault: PlannedFault): void {
    if (this.#isOver) return;
    const { clock, disk, players, events, code } = this.#parts;
    const player = 'player' in fault ? players[fault.player] : undefined;
    events.add(describe(fault));
    switch (fault.kind) {
      case 'stall':
        if (player?.isIn !== true) return;
        player.line.stall(fault.forMs);
        return events.faultInjected('stall');
      case 'disconnect':
        if (player?.disconnect(fault.forMs) === true) events.faultInjected('disconnect');
        return;
      case 'storm':
        if (players.filter((each) => each.disconnect(fault.forMs)).length > 1) events.faultInjected('storm');
        return;
      case 'leave':
        if (player !== undefined) this.#leavers.set(player, clock.now() + WORST_WITHIN_MS);
        return;
      case 'duplicate':
        if (player?.client?.resend(fault.back) === true) events.faultInjected('duplicate');
        return;
      case 'hostile':
        return this.#attack(player, fault.count, fault.seed);
      case 'crash':
      case 'torn': {
        const { kind, forMs, points } = fault;
        return this.#planCrash({ kind, forMs, points, code: undefined });
      }
      case 'upgrade': {
        const { kind, forMs, points, changes } = fault;
        return this.#planCrash({ kind, forMs, points, code: changes ? withChangedCode(code) : code });
      }
      case 'disk':
        return disk.failWrites(false);
      case 'full':
        disk.failWrites(true);
        clock.post(clock.now() + fault.forMs, () => disk.heal());
        return;
      case 'effect':
        this.#effectFaults.push(fault.how);
        return;
      case 'jump':
        clock.jump(fault.forMs);
        return events.faultInjected('jump');
    }
  }

  /** A process crashes once: a second crash that is planned for it is dropped. */
  #planCrash(crash: ProcessCrash & { readonly points: number }): void {
    if (this.#planned !== undefined) return;
    this.#planned = crash;
    this.#arm(crash.points);
  }

  #arm(points: number): void {
    this.#crashPoints?.arm(points, this.#planned?.kind === 'torn' ? WRITTEN : undefined);
  }

  #attack(player: SimPlayer | undefined, count: number, seed: string): void {
    const { game, events, server } = this.#parts;
    const client = player?.client;
    if (player === undefined || client?.isReady !== true) return;
    const random = new Random(seed, 'hostile');
    for (let left = count; left > 0; left--) {
      const action = game.hostile(random, client.state);
      if (action.kind === 'input') client.sendInput(action.numbers, action.seenAtMs);
      else player.line.toServer(() => server()?.receivePlain(client, action.type, action.data));
    }
    events.faultInjected('hostile');
  }
}

function describe(fault: PlannedFault): string {
  const { kind, atMs: _, ...others } = fault;
  const details = Object.entries(others).map(([name, value]) => `${name} ${String(value)}`);
  return [kind, ...details].join(', ');
}
