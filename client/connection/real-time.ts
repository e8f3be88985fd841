/** Interpolation and prediction for games with input frames. Views draw through this interface, whatever runs the match. */

/** The names of an instance's numeric fields. */
export type NumberField<T> = { [K in keyof T]-?: T[K] extends number ? K : never }[keyof T] & string;

/** Measurements of the connection. */
export interface NetworkStats {
  /** Round-trip time in ms. */
  readonly rttMs: number;
  /** Variation of the patches' arrival, in ms. */
  readonly jitterMs: number;
  /** The distance by which the server last corrected a prediction, in the game's units, and the number of corrections. */
  readonly correction: number;
  readonly corrections: number;
  readonly bytesInPerSecond: number;
  readonly bytesOutPerSecond: number;
}

/** One step of the player's own instance: the same rule that the server runs. It changes `state`, which has the fields of the instance. */
export type PredictedStep<T extends object> = (state: T, controls: Readonly<Record<string, number>>) => void;

export interface InterpolateOptions {
  /** A larger change between two patches is a jump: it is not interpolated. */
  readonly snap: number;
}

export interface PredictOptions extends InterpolateOptions {
  /** Whether the server applies lag compensation to this frame: then the frame carries the render time. Default: never. */
  readonly isLagCompensated?: (controls: Readonly<Record<string, number>>) => boolean;
}

/** The predicted state of the player's own instance: the server's state with the frames on top that it has not confirmed. */
export interface Prediction<T extends object> {
  /** The exact state, for the game's own logic. Draw with `RealTime.value()` instead, which smooths corrections. */
  readonly state: Readonly<T>;
  /** Sends one frame and applies its step at once. */
  send(controls: Readonly<Record<string, number>>): void;
  dispose(): void;
}

export interface RealTime {
  /** The server's match time now, in ms. */
  matchNow(): number;
  /** The match time in ms at which interpolated instances are drawn: a little in the past, so that there is a patch on either side. */
  renderTime(): number;
  readonly stats: NetworkStats;

  /** Interpolates an instance's fields between patches. Returns a function that stops it. */
  interpolate<T extends object>(
    instance: T,
    fields: readonly NumberField<T>[],
    options: InterpolateOptions,
  ): () => void;
  /**
   * Predicts an instance's fields from the player's own frames.
   *
   * @param fields all fields that the step reads or writes; the first two are the position, whose corrections are smoothed
   */
  predict<T extends object>(
    instance: T,
    fields: readonly (keyof T & string)[],
    step: PredictedStep<T>,
    options: PredictOptions,
  ): Prediction<T>;
  /** The value to draw in this picture. */
  value<T extends object>(instance: T, field: NumberField<T>): number;
  /**
   * To be called once per picture, before anything is read.
   *
   * @returns how many input frames are due: send each with `Prediction.send()`
   */
  update(nowMs: number): number;
}
