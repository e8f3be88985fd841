/** The invariants of a fighter's body: position, speed, fire rate and damage. */
import { BLASTER, DASH, FIGHTER, fits, PADS, RAILGUN, type ArenaMap } from '../../../../shared/games/arena/index.ts';
import { FRAMES_PER_TICK } from '../../../../shared/runtime/host.ts';
import { Invariants, type Violations } from '../violations.ts';
import {
  hasSpawned,
  ROUNDING_MS,
  ARENA_TICK_MS,
  type ArenaChange,
  type ArenaSnapshot,
  type FighterSnapshot,
} from './snapshot.ts';

/** Positions are whole numbers: the rounding errors of one tick add up to at most this. */
const ROUNDING = 3;
/** How many unused steps a fighter may save: each process that continues the match allows ten. */
const SAVED_STEPS = 60;

export class BodyInvariants extends Invariants {
  /** By seat. */
  readonly #saved: number[];
  /** By seat: the number of steps before its last shot, and before its last ray, in this life. */
  readonly #fired: number[];
  readonly #rayed: number[];

  constructor(violations: Violations, reached: (branch: string) => void, seats: number) {
    super(violations, reached);
    this.#saved = Array.from({ length: seats }, () => SAVED_STEPS);
    this.#fired = Array.from({ length: seats }, () => -Infinity);
    this.#rayed = [...this.#fired];
  }

  /** Checks the state of one tick. */
  checkState(now: ArenaSnapshot, map: ArenaMap, seat: number): void {
    const violations = this.violations;
    const { player, alive, health, shield, safe, backAt, x, y, bullets, score, deaths } = now.seats[seat]!;
    if (alive !== health > 0)
      violations.add(
        'a fighter is alive exactly while it has health',
        `seat ${seat}: alive ${alive}, health ${health}`,
      );
    if (health > FIGHTER.health || shield > PADS.shield.strength)
      violations.add('health and shield stay within their maximum', `seat ${seat}: health ${health}, shield ${shield}`);
    if (player !== now.here[seat])
      violations.add(
        'exactly the seated players have a fighter',
        `seat ${seat} is of "${player}", "${now.here[seat]}" sits there`,
      );
    if (player === '') {
      if (alive || bullets > 0 || score > 0 || deaths > 0)
        violations.add(
          'a free seat has no health, bullets or score',
          `seat ${seat}: alive ${alive}, ${bullets} bullets, score ${score}, deaths ${deaths}`,
        );
      return;
    }
    if (!alive) {
      if (now.now >= backAt + ARENA_TICK_MS + ROUNDING_MS)
        violations.add('a dead fighter respawns in time', `seat ${seat}, due at ${backAt}, at ${now.now}`);
      return;
    }
    if (!fits(x, y, map)) violations.add('nobody is inside a wall', `seat ${seat} at ${x}, ${y} of ${map.name}`);
    if (safe && now.now >= backAt + FIGHTER.graceMs + ARENA_TICK_MS + ROUNDING_MS)
      violations.add('spawn protection ends in time', `seat ${seat}, alive since ${backAt}, at ${now.now}`);
  }

  /** Checks the change from one tick to the next. */
  checkChange({ before, now, map }: ArenaChange, seat: number, shieldTaken: boolean): void {
    const [was, is] = [before.seats[seat]!, now.seats[seat]!];
    const steps = is.steps - was.steps;
    this.#checkSteps(seat, was, is, steps);
    if (is.player === '' || is.player !== was.player) return;
    const spawned = hasSpawned(was, is);
    this.#checkPlace(seat, was, is, spawned, map);
    this.#checkDash(seat, was, is, spawned);
    const isSameRound = now.round === before.round;
    // A fighter that fires in the last tick of a podium is then moved to the next map.
    if (isSameRound) this.#checkFire(seat, was, is, spawned);
    else this.#fired[seat] = this.#rayed[seat] = -Infinity;
    if (spawned && !was.alive && isSameRound) {
      this.reached('somebody comes back');
      if (now.now < was.backAt - ROUNDING_MS)
        this.violations.add('nobody respawns early', `seat ${seat}, due at ${was.backAt}, at ${now.now}`);
    }
    if (was.alive && !spawned) this.#checkHealth(seat, before, now, shieldTaken);
  }

  #checkSteps(seat: number, was: FighterSnapshot, is: FighterSnapshot, steps: number): void {
    if (is.player !== was.player) {
      this.#saved[seat] = SAVED_STEPS;
      this.#fired[seat] = this.#rayed[seat] = -Infinity;
    }
    if (steps < 0 || steps > FRAMES_PER_TICK)
      this.violations.add(
        'a fighter takes at most two steps per tick',
        `seat ${seat}: ${was.steps}, and then ${is.steps}`,
      );
    const saved = Math.min(SAVED_STEPS, this.#saved[seat]! + 1) - steps;
    this.#saved[seat] = Math.max(0, saved);
    if (saved < 0) {
      this.violations.add('a fighter takes no more steps than there are ticks', `seat ${seat}: ${is.steps}`);
    }
  }

  #checkPlace(seat: number, was: FighterSnapshot, is: FighterSnapshot, spawned: boolean, map: ArenaMap): void {
    const reach = spawned || was.alive ? reachOf(was, is) + ROUNDING : 0;
    if (!spawned) {
      const [dx, dy] = [is.x - was.x, is.y - was.y];
      if (dx === 0 && dy === 0) return;
      if (dx * dx + dy * dy > reach * reach)
        this.violations.add(
          'nobody is faster than the rules allow',
          `seat ${seat}: ${was.x}, ${was.y} to ${is.x}, ${is.y} in ${is.steps - was.steps} steps`,
        );
      return;
    }
    for (const { x, y } of map.spawns) {
      const [dx, dy] = [is.x - x, is.y - y];
      if (dx * dx + dy * dy <= reach * reach) return;
    }
    this.violations.add('fighters spawn at spawn points', `seat ${seat} at ${is.x}, ${is.y} of ${map.name}`);
  }

  #checkDash(seat: number, was: FighterSnapshot, is: FighterSnapshot, spawned: boolean): void {
    if (is.dashReady === was.dashReady && is.dashEnds === was.dashEnds) return;
    if (spawned && is.dashReady === 0 && is.dashEnds === 0) return;
    this.reached('a dash');
    const step = is.dashReady - DASH.pauseSteps;
    const isDue = step > was.steps && step <= is.steps && (spawned || step >= was.dashReady);
    if (!isDue || is.dashEnds !== step + DASH.steps)
      this.violations.add(
        'nobody dashes during the dash cooldown',
        `seat ${seat}: ready at step ${was.dashReady}, and then at ${is.dashReady}`,
      );
  }

  #checkFire(seat: number, was: FighterSnapshot, is: FighterSnapshot, spawned: boolean): void {
    if (spawned) this.#fired[seat] = this.#rayed[seat] = -Infinity;
    const shots = (is.shots - was.shots) & 0xffff;
    const rays = is.railgunReady !== was.railgunReady && is.railgunReady !== 0 ? 1 : 0;
    if (shots + rays === 0) {
      if (is.blasterReady !== was.blasterReady && !spawned) this.#tellFire(seat, was, is);
      return;
    }
    if (rays > 0) this.reached('the railgun is fired');
    const step = is.blasterReady - BLASTER.pauseSteps;
    const inTick = step > was.steps && step <= is.steps;
    // A ray does not need a ready blaster, but starts its cooldown.
    const isReady =
      rays === 0
        ? (spawned || (step >= was.blasterReady && was.alive)) && is.steps > this.#fired[seat]! + BLASTER.pauseSteps
        : (spawned || (step >= was.railgunReady && was.alive)) && is.steps > this.#rayed[seat]! + RAILGUN.pauseSteps;
    // A tick has up to two steps: a shot in the first, a ray in the second.
    const most = rays > 0 && step - 1 > was.steps ? 2 : 1;
    if (
      shots > 1 ||
      shots + rays > most ||
      !inTick ||
      !isReady ||
      (rays > 0 && is.railgunReady !== step + RAILGUN.pauseSteps)
    )
      this.#tellFire(seat, was, is);
    if (rays > 0) this.#rayed[seat] = was.steps;
    this.#fired[seat] = was.steps;
  }

  #tellFire(seat: number, was: FighterSnapshot, is: FighterSnapshot): void {
    this.violations.add(
      'nobody fires during a weapon cooldown',
      `seat ${seat}: shots ${was.shots} to ${is.shots}, blaster ${was.blasterReady} to ${is.blasterReady}, railgun ${was.railgunReady} to ${is.railgunReady}, steps ${was.steps} to ${is.steps}`,
    );
  }

  #checkHealth(seat: number, before: ArenaSnapshot, now: ArenaSnapshot, shieldTaken: boolean): void {
    const [was, is] = [before.seats[seat]!, now.seats[seat]!];
    const violations = this.violations;
    const tell = (): string =>
      `seat ${seat}: health ${was.health} to ${is.health}, shield ${was.shield} to ${is.shield}, safe ${was.safe} to ${is.safe}, in ${before.phase}`;
    const isShielded = shieldTaken && is.shield === PADS.shield.strength;
    if (is.health > was.health || (is.shield > was.shield && !isShielded))
      violations.add('only power-ups heal', tell());
    const lost = was.health - is.health + (isShielded ? 0 : was.shield - is.shield);
    if (lost > 0) {
      if (is.safe) violations.add('spawn protection prevents damage', tell());
      if (before.phase !== 'fight' && before.phase !== 'sudden')
        violations.add('damage happens only during a fight', tell());
      if (!isShielded && is.health > 0 && !isDamage(lost)) violations.add('damage is a sum of weapon hits', tell());
    }
    if (is.safe && !was.safe) violations.add('spawn protection never comes back within a life', tell());
    const isEarly = was.safe && !is.safe && is.alive && now.now < is.backAt + FIGHTER.graceMs - ROUNDING_MS;
    if (isEarly && is.blasterReady === was.blasterReady)
      violations.add('spawn protection lasts until the first shot or its time limit', tell());
    if (!is.alive && Math.abs(is.backAt - now.now - FIGHTER.respawnMs) > 1)
      violations.add('a death lasts exactly the respawn time', `seat ${seat}: ${now.now} to ${is.backAt}`);
  }
}

/** The longest way that the steps between two ticks allow. */
function reachOf(was: FighterSnapshot, is: FighterSnapshot): number {
  let reach = 0;
  for (let step = was.steps + 1; step <= is.steps; step += 1) {
    // A boost taken in this tick starts later; one that had started goes on.
    const isBoosted = step >= was.boostBegins && step < was.boostEnds;
    reach += step < is.dashEnds ? DASH.speed : isBoosted ? FIGHTER.boostedSpeed : FIGHTER.speed;
  }
  return reach;
}

/** Whether the damage is a sum of weapon hits. */
function isDamage(lost: number): boolean {
  for (let rest = lost; rest >= 0; rest -= RAILGUN.damage) if (rest % BLASTER.damage === 0) return true;
  return false;
}
