/** The laws of an arena, held against every tick. */
import { Breaches } from '../breaches.ts';
import type { Breach, Watcher } from '../sim-game.ts';
import { Bodies } from './bodies.ts';
import { Bullets } from './bullets.ts';
import { Kills } from './kills.ts';
import { PadLaws } from './pads.ts';
import { Ground, Picture, type ArenaMatch } from './picture.ts';
import { SightLaws } from './sight.ts';
import { Stages } from './stages.ts';

/** The script, its scope, the door, two for bots, one for those who are away, and what they wait for. */
const TASKS = { arena: 16, seat: 2 } as const;

/** What is made when the arena has been set up. */
interface Laws {
  readonly ground: Ground;
  readonly bodies: Bodies;
  readonly kills: Kills;
  before: Picture;
  now: Picture;
}

export class ArenaWatcher implements Watcher {
  readonly #match: ArenaMatch;
  readonly #reached: (branch: string) => void;
  readonly #breaches = new Breaches();
  readonly #pads: PadLaws;
  readonly #bullets: Bullets;
  readonly #stages: Stages;
  readonly #sight: SightLaws;
  #laws: Laws | undefined;
  #hasBefore = false;

  constructor(match: ArenaMatch, reached: (branch: string) => void) {
    this.#match = match;
    this.#reached = reached;
    this.#pads = new PadLaws(this.#breaches, reached);
    this.#bullets = new Bullets(this.#breaches);
    this.#stages = new Stages(this.#breaches, reached);
    this.#sight = new SightLaws(this.#breaches);
  }

  check(): readonly Breach[] {
    const match = this.#match;
    if (match.ended !== undefined) return this.#breaches.take();
    this.#laws ??= this.#setUp();
    const laws = this.#laws;
    const { ground, bodies, before, now } = laws;
    now.read(match, ground);
    const map = ground.mapOf(match);
    const isSameRound = this.#hasBefore && now.round === before.round;
    this.#pads.check(match, now, map);
    this.#stages.look(match, now);
    for (let seat = 0; seat < now.seats.length; seat += 1) bodies.look(now, map, seat);
    this.#bullets.check(now, map, ground);
    if (isSameRound) this.#sight.check(match, now, ground);
    if (this.#hasBefore) {
      const pace = { match, map, before, now, ground };
      for (let seat = 0; seat < now.seats.length; seat += 1) bodies.check(pace, seat, this.#pads.shieldTaken);
      laws.kills.check(pace);
      this.#stages.check(pace);
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
    const ground = new Ground(this.#match);
    const seats = ground.fighters.length;
    return {
      ground,
      bodies: new Bodies(seats, this.#breaches, this.#reached),
      kills: new Kills(seats, this.#breaches, this.#reached),
      before: new Picture(seats),
      now: new Picture(seats),
    };
  }

  #tell(before: Picture, now: Picture): void {
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
