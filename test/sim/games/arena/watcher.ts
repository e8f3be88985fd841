/** The laws of an arena, held against every tick. */
import { Violations } from '../violations.ts';
import type { Violation, Watcher } from '../sim-game.ts';
import { BodyInvariants } from './bodies.ts';
import { BulletInvariants } from './bullets.ts';
import { KillInvariants } from './kills.ts';
import { PadInvariants } from './pads.ts';
import { ArenaObjects, ArenaSnapshot, type ArenaMatch } from './snapshot.ts';
import { InterestInvariants } from './interest.ts';
import { PhaseInvariants } from './phases.ts';

/** The script, its scope, the door, two for bots, one for those who are away, and what they wait for. */
const TASKS = { arena: 16, seat: 2 } as const;

/** What is made when the arena has been set up. */
interface Laws {
  readonly ground: ArenaObjects;
  readonly bodies: BodyInvariants;
  readonly kills: KillInvariants;
  before: ArenaSnapshot;
  now: ArenaSnapshot;
}

export class ArenaWatcher implements Watcher {
  readonly #match: ArenaMatch;
  readonly #reached: (branch: string) => void;
  readonly #breaches = new Violations();
  readonly #pads: PadInvariants;
  readonly #bullets: BulletInvariants;
  readonly #stages: PhaseInvariants;
  readonly #sight: InterestInvariants;
  #laws: Laws | undefined;
  #hasBefore = false;

  constructor(match: ArenaMatch, reached: (branch: string) => void) {
    this.#match = match;
    this.#reached = reached;
    this.#pads = new PadInvariants(this.#breaches, reached);
    this.#bullets = new BulletInvariants(this.#breaches);
    this.#stages = new PhaseInvariants(this.#breaches, reached);
    this.#sight = new InterestInvariants(this.#breaches);
  }

  check(): readonly Violation[] {
    const match = this.#match;
    if (match.ended !== undefined) return this.#breaches.take();
    this.#laws ??= this.#setUp();
    const laws = this.#laws;
    const { ground, bodies, before, now } = laws;
    now.read(match, ground);
    const map = ground.mapOf(match);
    const isSameRound = this.#hasBefore && now.round === before.round;
    this.#pads.check(match, now, map);
    this.#stages.checkState(match, now);
    for (let seat = 0; seat < now.seats.length; seat += 1) bodies.checkState(now, map, seat);
    this.#bullets.check(now, map, ground);
    if (isSameRound) this.#sight.check(match, now, ground);
    if (this.#hasBefore) {
      const pace = { match, map, before, now, objects: ground };
      for (let seat = 0; seat < now.seats.length; seat += 1) bodies.checkChange(pace, seat, this.#pads.shieldTaken);
      laws.kills.check(pace);
      this.#stages.checkChange(pace);
      this.#tell(before, now);
    }
    const most = TASKS.arena + map.pads.length + TASKS.seat * now.seats.length;
    if (match.liveTasks > most) this.#breaches.add('there are no more tasks than there is to do', `${match.liveTasks}`);
    laws.before = now;
    laws.now = before;
    this.#hasBefore = true;
    return this.#breaches.take();
  }

  #setUp(): Laws {
    const ground = new ArenaObjects(this.#match);
    const seats = ground.fighters.length;
    return {
      ground,
      bodies: new BodyInvariants(seats, this.#breaches, this.#reached),
      kills: new KillInvariants(seats, this.#breaches, this.#reached),
      before: new ArenaSnapshot(seats),
      now: new ArenaSnapshot(seats),
    };
  }

  #tell(before: ArenaSnapshot, now: ArenaSnapshot): void {
    for (const { seat, id, bot } of this.#match.players) {
      if (before.here[seat] === id) continue;
      if (bot) this.#reached('a bot comes');
      else if (now.phase === 'fight' || now.phase === 'sudden') this.#reached('a late fighter');
    }
    for (let seat = 0; seat < now.here.length; seat += 1) {
      if (before.here[seat] !== '' && before.here[seat] !== now.here[seat]) {
        this.#reached(before.phase === 'fight' ? 'somebody leaves a fight' : 'somebody leaves');
      }
    }
  }
}
