/** Converts device input to the numbers of an input frame: 16 walking directions and 1024 aiming directions. */
import { AIM_DIRECTIONS, WALK_DIRECTIONS } from '../../../../shared/games/arena/constants.ts';

const TURN = 2 * Math.PI;

/** The walking direction of a push of (x, y), y downwards; 0, standing still, within the dead zone. */
export function walkDirection(x: number, y: number, deadZone = 0.001): number {
  if (Math.hypot(x, y) <= deadZone) return 0;
  const sixteenth = Math.round((Math.atan2(y, x) / TURN) * WALK_DIRECTIONS);
  return ((sixteenth + WALK_DIRECTIONS) % WALK_DIRECTIONS) + 1;
}

/** The aiming direction of an angle in radians, clockwise from the right. */
export function aimOf(angle: number): number {
  const aim = Math.round((angle / TURN) * AIM_DIRECTIONS) % AIM_DIRECTIONS;
  return (aim + AIM_DIRECTIONS) % AIM_DIRECTIONS;
}

/** The angle of a direction: the inverse of `aimOf`. */
export function angleOf(aim: number, directions: number = AIM_DIRECTIONS): number {
  return (aim / directions) * TURN;
}

/** The shorter turn from one angle to another, between −π and π. */
export function turnBetween(from: number, to: number): number {
  const turn = (to - from) % TURN;
  if (turn > Math.PI) return turn - TURN;
  return turn < -Math.PI ? turn + TURN : turn;
}
