/**
 * A fighter's step, shared by server and client. The server takes one for each input frame; the client predicts the same one
 * before it sends the frame. All numbers are integers, so both arrive at exactly the same position.
 */
import { AIM_X, AIM_Y, stepsOf, walkOfAim } from './directions.ts';
import { BLASTER, BUTTON, DASH, FIGHTER, RAILGUN, TILE } from './constants.ts';
import { GROUND, type ArenaMap } from './map.ts';
import type { Body } from './state.ts';

/** The body's fields that a step uses, all known to the fighter's own client, position first. `health` is only read. */
export const STEP_FIELDS = [
  'x',
  'y',
  'aim',
  'health',
  'dashing',
  'boosted',
  'steps',
  'dashMove',
  'dashEnds',
  'dashReady',
  'blasterReady',
  'railgunReady',
  'boostBegins',
  'boostEnds',
  'shots',
] as const satisfies readonly (keyof Body)[];

export type StepBody = Pick<Body, (typeof STEP_FIELDS)[number]>;

/** The part of an input frame that a step uses. */
export interface StepControls {
  readonly move: number;
  readonly aim: number;
  readonly buttons: number;
}

/** The fields that decide whether a weapon is ready. */
type Weapons = Pick<StepBody, 'steps' | 'railgunReady' | 'blasterReady'>;

/** What a fighter fires in a step. */
export type Fired = 'none' | 'blaster' | 'railgun';

/** The step in units by walking direction. */
interface StepTable {
  readonly x: Readonly<Int32Array>;
  readonly y: Readonly<Int32Array>;
}

const WALK = stepTable(FIGHTER.speed);
const RUN = stepTable(FIGHTER.boostedSpeed);
const DASHING = stepTable(DASH.speed);

/**
 * Takes one step, in place.
 *
 * @returns what is fired, from the end of the step, in the direction of `controls.aim`
 *
 * @example
 * const fired = stepFighter(body, { move: 1, aim: 0, buttons: BUTTON.blaster }, mapNamed('yard'));
 */
export function stepFighter(body: StepBody, controls: StepControls, map: ArenaMap): Fired {
  const steps = body.steps + 1;
  body.steps = steps;
  if (body.health === 0) return 'none';
  const { move, aim, buttons } = controls;
  body.aim = aim >> 2;
  if ((buttons & BUTTON.dash) !== 0 && steps >= body.dashReady) {
    body.dashMove = move === 0 ? walkOfAim(aim) : move;
    body.dashEnds = steps + DASH.steps;
    body.dashReady = steps + DASH.pauseSteps;
  }
  const dashing = steps < body.dashEnds;
  const boosted = steps >= body.boostBegins && steps < body.boostEnds;
  body.dashing = dashing;
  body.boosted = boosted;
  if (dashing) walk(body, DASHING, body.dashMove, map);
  else if (move !== 0) walk(body, boosted ? RUN : WALK, move, map);
  return fire(body, steps, buttons);
}

/** Whether a fighter's square fits at a position. */
export function fits(x: number, y: number, { width, tiles }: ArenaMap): boolean {
  const { radius } = FIGHTER;
  for (let row = tile(y - radius); row <= tile(y + radius - 1); row += 1) {
    for (let column = tile(x - radius); column <= tile(x + radius - 1); column += 1) {
      if (tiles[row * width + column] !== GROUND.floor) return false;
    }
  }
  return true;
}

/** What the next step fires with these buttons. Such a frame carries what its player saw, for lag compensation. */
export function firesNext(body: Weapons, buttons: number): Fired {
  return firesAt(body, body.steps + 1, buttons);
}

function firesAt({ railgunReady, blasterReady }: Weapons, steps: number, buttons: number): Fired {
  if ((buttons & BUTTON.railgun) !== 0 && steps >= railgunReady) return 'railgun';
  return (buttons & BUTTON.blaster) !== 0 && steps >= blasterReady ? 'blaster' : 'none';
}

function fire(body: StepBody, steps: number, buttons: number): Fired {
  const fired = firesAt(body, steps, buttons);
  if (fired === 'none') return fired;
  body.blasterReady = steps + BLASTER.pauseSteps;
  if (fired === 'railgun') body.railgunReady = steps + RAILGUN.pauseSteps;
  else body.shots = (body.shots + 1) & 0xffff;
  return fired;
}

/** Horizontally first, then vertically, so that fighters slide along walls. A step is shorter than a tile. */
function walk(body: StepBody, gait: StepTable, move: number, map: ArenaMap): void {
  const x = slide(body.x, body.y, gait.x[move] ?? 0, map.tiles, 1, map.width);
  body.y = slide(body.y, x, gait.y[move] ?? 0, map.tiles, map.width, 1);
  body.x = x;
}

/**
 * Moves along one axis, up to the first blocked tile.
 *
 * @param at the position on this axis
 * @param across the position on the other axis
 * @param stride index distance of neighbouring tiles on this axis
 * @param crossStride the same for the other axis
 */
function slide(
  at: number,
  across: number,
  by: number,
  tiles: Readonly<Uint8Array>,
  stride: number,
  crossStride: number,
): number {
  if (by === 0) return at;
  const { radius } = FIGHTER;
  const to = at + by;
  const ahead = tile(by > 0 ? to + radius - 1 : to - radius);
  const first = tile(across - radius) * crossStride + ahead * stride;
  const last = tile(across + radius - 1) * crossStride + ahead * stride;
  if (tiles[first] === GROUND.floor && tiles[last] === GROUND.floor) return to;
  return by > 0 ? ahead * TILE - radius : (ahead + 1) * TILE + radius;
}

function tile(units: number): number {
  return (units / TILE) | 0;
}

function stepTable(speed: number): StepTable {
  return { x: stepsOf(AIM_X, speed), y: stepsOf(AIM_Y, speed) };
}
