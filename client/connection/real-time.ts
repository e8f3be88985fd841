/** What a page needs of a game that is played with input frames: where things are drawn, and when. */

/** The fields of an instance that are numbers. */
export type NumberField<T> = { [K in keyof T]-?: T[K] extends number ? K : never }[keyof T] & string;

/** What is read about a line that is in use. */
export interface NetworkStats {
  /** There and back, in ms. */
  readonly rttMs: number;
  /** How unevenly patches arrive, in ms. */
  readonly jitterMs: number;
  /** How far off the place of the last prediction was that the server corrected, in the game's own lengths; and how many there were. */
  readonly correction: number;
  readonly corrections: number;
  readonly bytesInPerSecond: number;
  readonly bytesOutPerSecond: number;
}

/** One step of the player's own: the rule that the server runs too. It changes `state`, which has the fields of the instance. */
export type PredictedStep<T extends object> = (state: T, controls: Readonly<Record<string, number>>) => void;

/** How something is drawn. */
export interface InterpolateOptions {
  /** A change by more than this between two patches is a jump, and not drawn as a way. */
  readonly snap: number;
}

/** How the player's own is predicted and drawn. */
export interface PredictOptions extends InterpolateOptions {
  /** Whether the server judges this frame by what the player saw: then it tells when that was. Never unless given. */
  readonly isLagCompensated?: (controls: Readonly<Record<string, number>>) => boolean;
}

/** The player's own fighter (or car, or ship), ahead of the server by what was sent and not confirmed. */
export interface Prediction<T extends object> {
  /** Where the steps so far lead: exact, for the game's own logic. Draw with `RealTime.value()`. */
  readonly state: Readonly<T>;
  /** Sends one frame, and takes its step at once. */
  send(controls: Readonly<Record<string, number>>): void;
  dispose(): void;
}

export interface RealTime {
  /** Match time in ms on the server, now. */
  matchNow(): number;
  /** The match time in ms at which others are drawn: a moment ago, so that there is always a patch on either side. */
  renderTime(): number;
  readonly stats: NetworkStats;

  /** Draws an instance's numbers between patches from now on. Returns the way out. */
  interpolate<T extends object>(
    instance: T,
    fields: readonly NumberField<T>[],
    options: InterpolateOptions,
  ): () => void;
  /**
   * Draws numbers of an instance where the player's own frames lead.
   *
   * @param fields all that the step reads or writes; the first two are the place, which is drawn and led to where it shall be
   */
  predict<T extends object>(
    instance: T,
    fields: readonly (keyof T & string)[],
    step: PredictedStep<T>,
    options: PredictOptions,
  ): Prediction<T>;
  /** A number as it is drawn in this picture. */
  value<T extends object>(instance: T, field: NumberField<T>): number;
  /**
   * To be called once for each picture, before anything is read.
   *
   * @returns how many frames are due from the player: send each with `Lead.send()`
   */
  update(nowMs: number): number;
}
