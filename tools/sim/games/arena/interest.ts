/** The invariants of interest management: a client sees nearby fighters, and no others. */
import { INTEREST, TICK_RATE } from '../../../../shared/games/arena/index.ts';
import { Invariants } from '../violations.ts';
import type { ArenaMatch, ArenaObjects, ArenaSnapshot, FighterSnapshot } from './snapshot.ts';

/** How long before its respawn a dead fighter leaves all views. */
const HIDDEN_MS = ((INTEREST.pauseTicks + 1) * 1_000) / TICK_RATE;

export class InterestInvariants extends Invariants {
  /** Not to be called in ticks in which all fighters respawn. Checks the views that are updated in this tick. */
  check({ players, tick }: ArenaMatch, now: ArenaSnapshot, objects: ArenaObjects): void {
    for (const { seat, view } of players) {
      if (seat % INTEREST.pauseTicks === tick % INTEREST.pauseTicks) this.#lookFrom(seat, view, now, objects);
    }
  }

  #lookFrom(
    seat: number,
    view: ArenaMatch['players'][number]['view'],
    now: ArenaSnapshot,
    { fighters }: ArenaObjects,
  ): void {
    const own = now.seats[seat]!;
    let [seen, missed] = [0, -1];
    for (let other = 0; other < fighters.length; other += 1) {
      if (other === seat) continue;
      const is = now.seats[other]!;
      const [dx, dy] = [is.x - own.x, is.y - own.y];
      const square = dx * dx + dy * dy;
      if (!view.has(fighters[other]!)) {
        if (mayBeSeen(is, now) && square < INTEREST.near * INTEREST.near) missed = other;
        continue;
      }
      seen += 1;
      if (!mayBeSeen(is, now) || square >= INTEREST.far * INTEREST.far)
        this.violations.add(
          'nobody sees a fighter out of range, or a dead one about to respawn',
          tell(seat, other, Math.sqrt(square), is),
        );
    }
    if (seen > INTEREST.fighters)
      this.violations.add('a client sees at most the nearest fighters', `seat ${seat} sees ${seen}`);
    if (seen < INTEREST.fighters && missed >= 0)
      this.violations.add('a client sees every fighter nearby', tell(seat, missed, 0, now.seats[missed]!));
  }
}

function mayBeSeen({ player, alive, backAt }: FighterSnapshot, { now }: ArenaSnapshot): boolean {
  return player !== '' && (alive || now < backAt - HIDDEN_MS);
}

function tell(seat: number, other: number, distance: number, { alive, x, y }: FighterSnapshot): string {
  return `seat ${seat}, seat ${other} (${alive ? 'alive' : 'dead'}) at ${x}, ${y}, ${Math.round(distance)} away`;
}
