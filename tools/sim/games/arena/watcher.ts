/** Checks the invariants of an arena after every tick. */
import { Invariants, Violations } from '../violations.ts';
import type { Violation, Watcher } from '../sim-game.ts';
import { BodyInvariants } from './bodies.ts';
import { BulletInvariants } from './bullets.ts';
import { KillInvariants } from './kills.ts';
import { PadInvariants } from './pads.ts';
import { ArenaObjects, ArenaSnapshot, type ArenaMatch } from './snapshot.ts';
import { InterestInvariants } from './interest.ts';
import { PhaseInvariants } from './phases.ts';

/** The most tasks: the script, its scope, arrivals, two for bots, one for disconnected players, and those that these spawn. */
const TASKS = { arena: 16, seat: 2 } as const;

/** What can be created only after the script has set up the arena. */
interface ArenaInvariants {
  readonly objects: ArenaObjects;
  readonly bodies: BodyInvariants;
  readonly kills: KillInvariants;
  before: ArenaSnapshot;
  now: ArenaSnapshot;
}

export class ArenaWatcher extends Invariants implements Watcher {
  readonly #match: ArenaMatch;
  readonly #pads: PadInvariants;
  readonly #bullets: BulletInvariants;
  readonly #phases: PhaseInvariants;
  readonly #interest: InterestInvariants;
  #invariants: ArenaInvariants | undefined;
  #hasBefore = false;

  constructor(match: ArenaMatch, reached: (branch: string) => void) {
    super(new Violations(), reached);
    this.#match = match;
    this.#pads = new PadInvariants(this.violations, reached);
    this.#bullets = new BulletInvariants(this.violations, reached);
    this.#phases = new PhaseInvariants(this.violations, reached);
    this.#interest = new InterestInvariants(this.violations, reached);
  }

  check(): readonly Violation[] {
    const match = this.#match;
    if (match.ended !== undefined) return this.violations.take();
    this.#invariants ??= this.#setUp();
    const invariants = this.#invariants;
    const { objects, bodies, before, now } = invariants;
    now.read(match, objects);
    const map = objects.mapOf(match);
    const isSameRound = this.#hasBefore && now.round === before.round;
    this.#pads.check(match, now, map);
    this.#phases.checkState(match, now);
    for (let seat = 0; seat < now.seats.length; seat += 1) bodies.checkState(now, map, seat);
    this.#bullets.check(now, map, objects);
    if (isSameRound) this.#interest.check(match, now, objects);
    if (this.#hasBefore) {
      const change = { match, map, before, now, objects };
      for (let seat = 0; seat < now.seats.length; seat += 1) bodies.checkChange(change, seat, this.#pads.shieldTaken);
      invariants.kills.check(change);
      this.#phases.checkChange(change);
      this.#tell(before, now);
    }
    const most = TASKS.arena + map.pads.length + TASKS.seat * now.seats.length;
    if (match.liveTasks > most) this.violations.add('a match has no more tasks than it needs', `${match.liveTasks}`);
    invariants.before = now;
    invariants.now = before;
    this.#hasBefore = true;
    return this.violations.take();
  }

  #setUp(): ArenaInvariants {
    const objects = new ArenaObjects(this.#match);
    const seats = objects.fighters.length;
    return {
      objects,
      bodies: new BodyInvariants(this.violations, this.reached, seats),
      kills: new KillInvariants(this.violations, this.reached, seats),
      before: new ArenaSnapshot(seats),
      now: new ArenaSnapshot(seats),
    };
  }

  #tell(before: ArenaSnapshot, now: ArenaSnapshot): void {
    for (const { seat, id, bot } of this.#match.players) {
      if (before.here[seat] === id) continue;
      if (bot) this.reached('a bot comes');
      else if (now.phase === 'fight' || now.phase === 'sudden') this.reached('a late fighter');
    }
    for (let seat = 0; seat < now.here.length; seat += 1) {
      if (before.here[seat] !== '' && before.here[seat] !== now.here[seat]) {
        this.reached(before.phase === 'fight' ? 'somebody leaves a fight' : 'somebody leaves');
      }
    }
  }
}
