/**
 * The directions of aiming and walking as unit vectors. They are computed with basic arithmetic only, which is exact to the last
 * bit in every engine, so that the server, a replay and a client's prediction agree.
 */
import { AIM_DIRECTIONS, WALK_DIRECTIONS } from './constants.ts';

const QUARTER = AIM_DIRECTIONS / 4;
const EIGHTH = AIM_DIRECTIONS / 8;
const AIMS_PER_WALK = AIM_DIRECTIONS / WALK_DIRECTIONS;
/** More terms would not change the sum for angles up to an eighth of a turn. */
const LAST_POWER = 21;

/** The components of the unit vectors by direction, 0 to the right and clockwise: y grows downwards. */
export const AIM_X: Readonly<Float64Array> = sidesOf(0);
export const AIM_Y: Readonly<Float64Array> = sidesOf(3 * QUARTER);

/** The aiming direction of a walking direction; 0 for standing still. */
export function aimOfWalk(move: number): number {
  return move > 0 ? (move - 1) * AIMS_PER_WALK : 0;
}

/** The walking direction nearest to an aiming direction. */
export function walkOfAim(aim: number): number {
  return 1 + ((((aim + AIMS_PER_WALK / 2) / AIMS_PER_WALK) | 0) % WALK_DIRECTIONS);
}

/** The step of each walking direction in whole units; 0 for standing still. */
export function stepsOf(sides: Readonly<Float64Array>, speed: number): Readonly<Int32Array> {
  return Int32Array.from({ length: WALK_DIRECTIONS + 1 }, (_, move) =>
    move === 0 ? 0 : Math.round((sides[aimOfWalk(move)] ?? 0) * speed),
  );
}

/** The aiming direction nearest to a vector; 0 for a vector without length. */
export function aimTowards(dx: number, dy: number): number {
  if (dx === 0 && dy === 0) return 0;
  const acute = acuteTowards(Math.abs(dx), Math.abs(dy));
  const half = dx < 0 ? 2 * QUARTER - acute : acute;
  return (dy < 0 ? AIM_DIRECTIONS - half : half) % AIM_DIRECTIONS;
}

/** How far `to` lies clockwise from `from`: −512 to 511. */
export function turnBetween(from: number, to: number): number {
  return ((to - from + AIM_DIRECTIONS + 2 * QUARTER) % AIM_DIRECTIONS) - 2 * QUARTER;
}

/** Within the first quarter: of the directions just before and just after the vector, the nearer one. */
function acuteTowards(width: number, height: number): number {
  let [low, high] = [0, QUARTER];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (lead(middle, width, height) >= 0) low = middle;
    else high = middle;
  }
  return lead(low, width, height) > -lead(high, width, height) ? high : low;
}

/** Positive where the vector lies clockwise from the direction. */
function lead(aim: number, width: number, height: number): number {
  return (AIM_X[aim] ?? 0) * height - (AIM_Y[aim] ?? 0) * width;
}

/** The cosine of each direction plus `offset`. */
function sidesOf(offset: number): Float64Array {
  return Float64Array.from({ length: AIM_DIRECTIONS }, (_, aim) => cosine((aim + offset) % AIM_DIRECTIONS));
}

function cosine(aim: number): number {
  const half = aim > 2 * QUARTER ? AIM_DIRECTIONS - aim : aim;
  const acute = half > QUARTER ? 2 * QUARTER - half : half;
  const size = acute > EIGHTH ? series(QUARTER - acute, 1) : series(acute, 0);
  return half > QUARTER ? -size : size;
}

/** The Taylor series of the sine (`power` 1) or cosine (`power` 0). */
function series(aim: number, power: 0 | 1): number {
  const angle = (aim * 2 * Math.PI) / AIM_DIRECTIONS;
  let term = power === 0 ? 1 : angle;
  let sum = term;
  for (let next = power + 2; next <= LAST_POWER; next += 2) {
    term *= -(angle * angle) / (next * (next - 1));
    sum += term;
  }
  return sum;
}
