/** The render resolution: as fine as the screen, and reduced step by step when the frame rate is low. */

/** Resolutions above two pixels per CSS pixel make no visible difference. */
const MAX_SCALE = 2;
const MIN_SCALE = 0.5;
const STEP_DOWN = 0.75;
/** Below this frame rate the resolution is reduced. */
const MIN_FRAMES_PER_SECOND = 42;
/** The time between two checks. */
const INTERVAL_MS = 2_500;

export class RenderScale {
  /** Rendered pixels per CSS pixel. */
  value: number;
  #sinceMs = 0;

  /** @param strong whether there is a graphics card */
  constructor(devicePixels: number, strong: boolean) {
    this.value = strong ? Math.min(MAX_SCALE, devicePixels) : MIN_SCALE;
  }

  /**
   * Counts a frame.
   *
   * @returns whether the resolution was reduced
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

/** Whether WebGL runs on a graphics card instead of the processor. */
export function hasGraphicsCard(): boolean {
  const context = document.createElement('canvas').getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return context !== null;
}
