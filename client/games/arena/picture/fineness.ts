/** How fine the picture is drawn: as fine as the screen where the machine keeps up, and coarser where it does not. */

/** Screens with smaller pixels than half a CSS pixel get no finer picture. */
const FINEST = 2;
const COARSEST = 0.5;
const COARSER = 0.75;
/** Fewer pictures a second than this are too few. */
const TOO_FEW = 42;
/** Between one change and the next. */
const PATIENCE_MS = 2_500;

export class Fineness {
  /** Pixels of the picture for a CSS pixel. */
  value: number;
  #sinceMs = 0;

  /** @param strong there is a graphics card */
  constructor(devicePixels: number, strong: boolean) {
    this.value = strong ? Math.min(FINEST, devicePixels) : COARSEST;
  }

  /**
   * A picture was drawn.
   *
   * @returns whether the next one is to be coarser
   */
  pass(passedMs: number, picturesPerSecond: number): boolean {
    this.#sinceMs += passedMs;
    if (this.#sinceMs < PATIENCE_MS) return false;
    this.#sinceMs = 0;
    if (picturesPerSecond >= TOO_FEW || this.value <= COARSEST) return false;
    this.value = Math.max(COARSEST, this.value * COARSER);
    return true;
  }
}

/** Whether WebGL is drawn by a graphics card, and not by the processor. */
export function hasGraphicsCard(): boolean {
  const context = document.createElement('canvas').getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return context !== null;
}
