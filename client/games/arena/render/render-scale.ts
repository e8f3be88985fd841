/** How fine the picture is drawn: as fine as the screen where the machine keeps up, and coarser where it does not. */

/** Screens with smaller pixels than half a CSS pixel get no finer picture. */
const MAX_SCALE = 2;
const MIN_SCALE = 0.5;
const STEP_DOWN = 0.75;
/** Fewer pictures a second than this are too few. */
const MIN_FRAMES_PER_SECOND = 42;
/** Between one change and the next. */
const INTERVAL_MS = 2_500;

export class RenderScale {
  /** Pixels of the picture for a CSS pixel. */
  value: number;
  #sinceMs = 0;

  /** @param strong there is a graphics card */
  constructor(devicePixels: number, strong: boolean) {
    this.value = strong ? Math.min(MAX_SCALE, devicePixels) : MIN_SCALE;
  }

  /**
   * A picture was drawn.
   *
   * @returns whether the next one is to be coarser
   */
  onFrame(passedMs: number, picturesPerSecond: number): boolean {
    this.#sinceMs += passedMs;
    if (this.#sinceMs < INTERVAL_MS) return false;
    this.#sinceMs = 0;
    if (picturesPerSecond >= MIN_FRAMES_PER_SECOND || this.value <= MIN_SCALE) return false;
    this.value = Math.max(MIN_SCALE, this.value * STEP_DOWN);
    return true;
  }
}

/** Whether WebGL is drawn by a graphics card, and not by the processor. */
export function hasGraphicsCard(): boolean {
  const context = document.createElement('canvas').getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return context !== null;
}
