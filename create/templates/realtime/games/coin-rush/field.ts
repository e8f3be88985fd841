/** The field, and how runners move in it: the server and the page of the player run the same step. */
export const WIDTH = 1_000;
export const HEIGHT = 640;
/** The radius of a runner, and that of a coin. */
export const RUNNER = 24;
export const COIN = 14;
/** Units in each tick. */
const STRAIGHT = 12;
const DIAGONAL = 8;

export interface Point {
  x: number;
  y: number;
}

/** Moves by one tick; `x` and `y` of the controls are −1, 0 or 1. Whole numbers only: they are the same on every machine. */
export function step(at: Point, x: number, y: number): void {
  const far = x !== 0 && y !== 0 ? DIAGONAL : STRAIGHT;
  at.x = clamp(at.x + x * far, RUNNER, WIDTH - RUNNER);
  at.y = clamp(at.y + y * far, RUNNER, HEIGHT - RUNNER);
}

export function touches(runner: Readonly<Point>, coin: Readonly<Point>): boolean {
  return (runner.x - coin.x) ** 2 + (runner.y - coin.y) ** 2 <= (RUNNER + COIN) ** 2;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
