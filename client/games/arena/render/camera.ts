/** Where the picture is taken from: on whom it follows, a little ahead of where they aim, and never past the map. */

/** So far, in pixels of the map, from corner to corner: everybody sees about the same, whatever the screen. */
const SEEN = { large: 1_480, small: 1_180 } as const;
/** Of a screen of this many CSS pixels from corner to corner on, the large view. */
const LARGE_SCREEN = 1_200;
const SMALL_SCREEN = 700;
/** How far ahead of its fighter the camera may look, as a share of what is seen. */
const AHEAD = 0.085;
const AHEAD_EASE_MS = 160;
/** So much of what is around the map may be seen, in screen pixels: what stands at the edge of the screen hides nobody. */
const MARGIN = 84;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A place, written in place. */
export interface ScreenPoint {
  x: number;
  y: number;
}

export class Camera {
  /** The middle of the picture, in pixels of the map. */
  x = 0;
  y = 0;
  /** Screen pixels for each pixel of the map. */
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

  /** The map that it stays on. */
  over(map: Size): void {
    this.#map = map;
  }

  /**
   * Follows a place. The place itself is never behind, so that one's own steps show at once; only the look ahead comes smoothly.
   *
   * @param aheadX a share of the furthest look ahead, from −1 to 1
   */
  follow(x: number, y: number, aheadX: number, aheadY: number, passedMs: number): void {
    const ease = 1 - Math.exp(-passedMs / AHEAD_EASE_MS);
    const far = (AHEAD * Math.min(this.width, this.height) * 1.6) / this.zoom;
    this.#aheadX += (aheadX * far - this.#aheadX) * ease;
    this.#aheadY += (aheadY * far - this.#aheadY) * ease;
    this.x = clamped(x + this.#aheadX, this.width, this.zoom, this.#map.width);
    this.y = clamped(y + this.#aheadY, this.height, this.zoom, this.#map.height);
  }

  /** Where on the screen a place of the map is, written into `out`. */
  toScreen(x: number, y: number, out: ScreenPoint): void {
    out.x = (x - this.x) * this.zoom + this.width / 2;
    out.y = (y - this.y) * this.zoom + this.height / 2;
  }

  /** Whether a place of the map, with so much around it, is in the picture. */
  sees(x: number, y: number, around: number): boolean {
    const far = around * this.zoom;
    return (
      Math.abs(x - this.x) * this.zoom < this.width / 2 + far &&
      Math.abs(y - this.y) * this.zoom < this.height / 2 + far
    );
  }
}

/** The middle of a view that stays on the map; in the map's own middle where all of it fits. */
function clamped(middle: number, screen: number, zoom: number, length: number): number {
  const least = (screen / 2 - MARGIN) / zoom;
  const most = length - least;
  return least > most ? length / 2 : Math.min(most, Math.max(least, middle));
}
