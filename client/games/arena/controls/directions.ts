/** From what hands do to the numbers that go out: sixteen ways to walk, and 1024 to aim. */
import { AIM_DIRECTIONS, WALK_DIRECTIONS } from '../../../../shared/games/arena/constants.ts';

const TURN = 2 * Math.PI;

/** Which way to walk for a push of (x, y), y downwards; 0, to stand still, for a push inside the dead zone. */
export function walkDirection(x: number, y: number, deadZone = 0.001): number {
  if (Math.hypot(x, y) <= deadZone) return 0;
  const sixteenth = Math.round((Math.atan2(y, x) / TURN) * WALK_DIRECTIONS);
  return ((sixteenth + WALK_DIRECTIONS) % WALK_DIRECTIONS) + 1;
}

/** An angle in radians, clockwise from the right, as what goes out. */
export function aimOf(angle: number): number {
  const aim = Math.round((angle / TURN) * AIM_DIRECTIONS) % AIM_DIRECTIONS;
  return (aim + AIM_DIRECTIONS) % AIM_DIRECTIONS;
}

/** What `aimOf` makes, back in radians; `directions` to the turn. */
export function angleOf(aim: number, directions: number = AIM_DIRECTIONS): number {
  return (aim / directions) * TURN;
}

/** How far it is from one angle to another the short way, between −π and π. */
export function turnBetween(from: number, to: number): number {
  const turn = (to - from) % TURN;
  if (turn > Math.PI) return turn - TURN;
  return turn < -Math.PI ? turn + TURN : turn;
}
