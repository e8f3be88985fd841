/** The waves of a soak test: how many, how long, and in which the server is killed. */
export interface Wave {
  readonly number: number;
  readonly seconds: number;
  /** The server is killed in it several times. */
  readonly kills: boolean;
}

const WAVE_SECONDS = 40;
/** With fewer there is nothing to compare. */
const LEAST_WAVES = 6;

/** The server is killed in the first fifth of the waves and in the last one. One process lives through all waves between them. */
export function wavesOf(minutes: number): readonly Wave[] {
  const count = Math.max(LEAST_WAVES, Math.round((minutes * 60) / WAVE_SECONDS));
  const killing = Math.round(count / 5);
  return Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    seconds: (minutes * 60) / count,
    kills: index < killing || index === count - 1,
  }));
}
