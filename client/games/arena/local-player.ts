/** The player's own fighter: sends input frames, predicts its steps at once, and reports what they fire before the server does. */
import { reachOfRay } from '../../../shared/games/arena/projectiles.ts';
import { AIM_X, AIM_Y } from '../../../shared/games/arena/directions.ts';
import { DASH, FIGHTER, RAILGUN } from '../../../shared/games/arena/constants.ts';
import type { ArenaMap } from '../../../shared/games/arena/map.ts';
import type { Body } from '../../../shared/games/arena/state.ts';
import { firesNext, STEP_FIELDS, stepFighter } from '../../../shared/games/arena/step.ts';
import type { Prediction, RealTime } from '../../connection/real-time.ts';
import type { ControlValues } from './controls/controls.ts';
import type { FiredBullet } from './render/bullet-sprites.ts';
import { SNAP_DISTANCE } from './render/units.ts';

export interface LocalPlayerEvents {
  onShot(shot: FiredBullet): void;
  /** In units. */
  onRay(x: number, y: number, toX: number, toY: number): void;
  onDash(): void;
  /** Whether somebody is drawn there. In units. */
  stops(x: number, y: number, reach: number): boolean;
}

/** The distance between two hit checks along a ray, in units. */
const RAY_STEP = 120;

export class LocalPlayer {
  readonly seat: number;
  readonly #realTime: RealTime;
  readonly #events: LocalPlayerEvents;
  #body: Body | undefined;
  #prediction: Prediction<Body> | undefined;
  #map: ArenaMap | undefined;

  constructor(seat: number, realTime: RealTime, events: LocalPlayerEvents) {
    this.seat = seat;
    this.#realTime = realTime;
    this.#events = events;
  }

  /** The share of the dash cooldown that is over, from 0 to 1. */
  get dashShare(): number {
    const state = this.#prediction?.state;
    return state ? share(state.dashReady, state.steps, DASH.pauseSteps) : 0;
  }

  get railShare(): number {
    const state = this.#prediction?.state;
    return state ? share(state.railgunReady, state.steps, RAILGUN.pauseSteps) : 0;
  }

  /** Sets the body to predict, and the map; undefined while there is none. */
  setBody(body: Body | undefined, map: ArenaMap | undefined): void {
    this.#map = map;
    if (body === this.#body) return;
    this.#prediction?.dispose();
    this.#body = body;
    this.#prediction =
      body &&
      this.#realTime.predict(
        body,
        STEP_FIELDS,
        (state, { move = 0, aim = 0, buttons = 0 }) => {
          if (this.#map) stepFighter(state, { move, aim, buttons }, this.#map);
        },
        { snap: SNAP_DISTANCE, isLagCompensated: ({ buttons = 0 }) => this.#fires(buttons) },
      );
  }

  /** Sends a frame. Events are taken from how its step changes the prediction; a corrected step that runs again reports nothing. */
  sendFrame(controls: Readonly<ControlValues>): void {
    const lead = this.#prediction;
    if (!lead) return;
    const { shots, railgunReady, dashEnds } = lead.state;
    lead.send({ ...controls });
    const { state } = lead;
    const { x, y } = state;
    if (state.dashEnds > dashEnds) this.#events.onDash();
    if (state.shots !== shots) this.#events.onShot({ seat: this.seat, shot: state.shots, x, y, aim: controls.aim });
    if (state.railgunReady > railgunReady) this.#fireRay(x, y, controls.aim);
  }

  /** A frame that fires carries what its player saw, for lag compensation. */
  #fires(buttons: number): boolean {
    return this.#prediction !== undefined && firesNext(this.#prediction.state, buttons) !== 'none';
  }

  destroy(): void {
    this.#prediction?.dispose();
  }

  /** A ray ends at a wall, or at the first fighter drawn in its way. */
  #fireRay(x: number, y: number, aim: number): void {
    if (!this.#map) return;
    const [dx, dy] = [AIM_X[aim] ?? 0, AIM_Y[aim] ?? 0];
    let reach = reachOfRay(this.#map, x, y, aim);
    for (let far = 2 * FIGHTER.radius; far < reach; far += RAY_STEP)
      if (this.#events.stops(x + dx * far, y + dy * far, FIGHTER.radius)) reach = far;
    this.#events.onRay(x, y, x + dx * reach, y + dy * reach);
  }
}

function share(ready: number, now: number, pause: number): number {
  return Math.min(1, Math.max(0, 1 - (ready - now) / pause));
}
