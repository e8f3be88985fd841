/** The camera: follows a fighter, looks ahead where it aims, and stays on the map. */

/** The visible diagonal in pixels of the map: about the same on every screen, so that none has an advantage. */
const SEEN = { large: 1_480, small: 1_180 } as const;
/** Screens with at least this diagonal, in CSS pixels, get the large view. */
const LARGE_SCREEN = 1_200;
const SMALL_SCREEN = 700;
/** The most that the camera looks ahead, as a share of the view. */
const AHEAD = 0.085;
const AHEAD_EASE_MS = 160;
/** How much of the map's surroundings may be visible, in screen pixels, so that the HUD at the screen's edge hides nobody. */
const MARGIN = 84;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A point that is written in place. */
export interface ScreenPoint {
  x: number;
  y: number;
}

export class Camera {
  /** The middle of the view, in pixels of the map. */
  x = 0;
  y = 0;
  /** Screen pixels per pixel of the map. */
  zoom = 1;
  width = 1;
  height = 1;
  #map: Size = { width: 1, height: 1 };
  #aheadX = 0;
  #aheadY = 0;

  resize(width: number, height: number): void {
    this.width = Math.max(1, width);
    this.height = Math.max(1, height);
    const corner = Math.hypot(this.width, this.height);
    const share = Math.min(1, Math.max(0, (corner - SMALL_SCREEN) / (LARGE_SCREEN - SMALL_SCREEN)));
    this.zoom = corner / (SEEN.small + (SEEN.large - SEEN.small) * share);
  }

  /** Sets the map that the camera stays on. */
  over(map: Size): void {
    this.#map = map;
  }

  /**
   * Follows a position at once, without easing, so that the player's own steps show immediately; only the look ahead is eased.
   *
   * @param aheadX share of the largest look ahead, from −1 to 1
   */
  follow(x: number, y: number, aheadX: number, aheadY: number, passedMs: number): void {
    const ease = 1 - Math.exp(-passedMs / AHEAD_EASE_MS);
    const far = (AHEAD * Math.min(this.width, this.height) * 1.6) / this.zoom;
    this.#aheadX += (aheadX * far - this.#aheadX) * ease;
    this.#aheadY += (aheadY * far - this.#aheadY) * ease;
    this.x = clamped(x + this.#aheadX, this.width, this.zoom, this.#map.width);
    this.y = clamped(y + this.#aheadY, this.height, this.zoom, this.#map.height);
  }

  /** Converts a position on the map to the screen, written into `out`. */
  toScreen(x: number, y: number, out: ScreenPoint): void {
    out.x = (x - this.x) * this.zoom + this.width / 2;
    out.y = (y - this.y) * this.zoom + this.height / 2;
  }

  /** Whether a position on the map, with a margin around it, is in view. */
  sees(x: number, y: number, around: number): boolean {
    const far = around * this.zoom;
    return (
      Math.abs(x - this.x) * this.zoom < this.width / 2 + far &&
      Math.abs(y - this.y) * this.zoom < this.height / 2 + far
    );
  }
}

/** The middle of a view that stays on the map; the map's middle if all of it fits. */
function clamped(middle: number, screen: number, zoom: number, length: number): number {
  const least = (screen / 2 - MARGIN) / zoom;
  const most = length - least;
  return least > most ? length / 2 : Math.min(most, Math.max(least, middle));
}
