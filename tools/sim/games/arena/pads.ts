/** The invariants of power-ups: they respawn in time, and disappear when a fighter takes them. */
import { PADS, type ArenaMap, type Pad } from '../../../../shared/games/arena/index.ts';
import { Invariants } from '../violations.ts';
import { ROUNDING_MS, ARENA_TICK_MS, type ArenaMatch, type ArenaSnapshot, type FighterSnapshot } from './snapshot.ts';

export class PadInvariants extends Invariants {
  #round = -1;
  #pads: readonly Pad[] = [];
  /** By pad, as they were a tick ago. */
  #ready: boolean[] = [];
  #readyAt: number[] = [];
  /** Whether somebody took a shield in the last tick. */
  shieldTaken = false;

  check({ state }: ArenaMatch, now: ArenaSnapshot, map: ArenaMap): void {
    this.shieldTaken = false;
    if (now.round !== this.#round) {
      this.#round = now.round;
      this.#pads = [...state.pads];
      this.#ready = this.#pads.map(({ ready }) => ready);
      this.#readyAt = this.#pads.map(({ readyAt }) => readyAt);
      if (this.#pads.length !== map.pads.length)
        this.violations.add('every map has its pads', `${map.name}: ${this.#pads.length}`);
      return;
    }
    for (let index = 0; index < this.#pads.length; index += 1) this.#checkPad(index, now, map);
  }

  #checkPad(index: number, now: ArenaSnapshot, map: ArenaMap): void {
    const { ready, readyAt, kind } = this.#pads[index]!;
    const [wasReady, dueAt] = [this.#ready[index]!, this.#readyAt[index]!];
    const isTaken = !ready && readyAt !== dueAt;
    const spawned = !wasReady && (ready || isTaken);
    const tell = (): string =>
      `pad ${index} of ${map.name} (${kind}): ready ${wasReady} to ${ready}, due at ${dueAt}, again at ${readyAt}, at ${now.now}`;
    if (spawned && now.now < dueAt - ROUNDING_MS)
      this.violations.add('a pad stays empty until its respawn time', tell());
    if (!ready && !isTaken && (wasReady || now.now >= dueAt + ARENA_TICK_MS + ROUNDING_MS))
      this.violations.add('a pad refills in time', tell());
    if (isTaken) {
      this.reached(`a ${kind} is taken`);
      if (kind === 'shield') this.shieldTaken = true;
      if (Math.abs(readyAt - now.now - PADS[kind].againMs) > 1) this.violations.add('a pad refills in time', tell());
      const { x, y } = map.pads[index]!;
      const hasIt = ({ alive, ...is }: FighterSnapshot): boolean =>
        alive && Math.abs(is.x - x) < PADS.reach && Math.abs(is.y - y) < PADS.reach && hasGot(is, kind);
      if (!now.seats.some(hasIt)) this.violations.add('a fighter on a pad takes its power-up', tell());
    }
    this.#ready[index] = ready;
    this.#readyAt[index] = readyAt;
  }
}

function hasGot(
  { shield, steps, boostEnds }: Pick<FighterSnapshot, 'shield' | 'steps' | 'boostEnds'>,
  kind: Pad['kind'],
): boolean {
  if (kind === 'shield') return shield === PADS.shield.strength;
  return boostEnds === steps + PADS.boost.delaySteps + PADS.boost.steps;
}
