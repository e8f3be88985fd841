/** Two touch sticks that appear under the thumbs: the left one walks; the right one aims, and fires when pushed far out. */
import { BUTTON } from '../../../../shared/games/arena/constants.ts';
import { Presses } from './presses.ts';

const RADIUS = 52;
/** The right stick fires when pushed out at least this far. */
const FIRES_AT = 0.62;
const STILL_UNDER = 0.18;

/** A stick as it is drawn. Positions are in CSS pixels on the surface. */
export interface StickPlace {
  readonly down: boolean;
  readonly x: number;
  readonly y: number;
  /** How far the knob is pushed out, from −1 to 1. */
  readonly outX: number;
  readonly outY: number;
}

class Stick {
  pointer: number | undefined;
  x = 0;
  y = 0;
  outX = 0;
  outY = 0;

  get down(): boolean {
    return this.pointer !== undefined;
  }

  get out(): number {
    return Math.hypot(this.outX, this.outY);
  }

  begin(pointer: number, x: number, y: number): void {
    Object.assign(this, { pointer, x, y, outX: 0, outY: 0 });
  }

  move(x: number, y: number): void {
    const [dx, dy] = [(x - this.x) / RADIUS, (y - this.y) / RADIUS];
    const length = Math.max(1, Math.hypot(dx, dy));
    this.outX = dx / length;
    this.outY = dy / length;
  }

  end(): void {
    Object.assign(this, { pointer: undefined, outX: 0, outY: 0 });
  }
}

export class Sticks {
  /** The arena has been touched. */
  used = false;
  readonly #walk = new Stick();
  readonly #aim = new Stick();
  readonly walk: StickPlace = this.#walk;
  readonly aim: StickPlace = this.#aim;
  readonly #presses = new Presses<number>((bit) => bit);
  readonly #away = new AbortController();

  constructor(surface: HTMLElement) {
    const { signal } = this.#away;
    const place = (event: PointerEvent): [number, number, number] => {
      const box = surface.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top, box.width];
    };
    surface.addEventListener(
      'pointerdown',
      (event) => {
        if (event.pointerType !== 'touch') return;
        event.preventDefault();
        this.used = true;
        const [x, y, width] = place(event);
        const stick = x < width / 2 ? this.#walk : this.#aim;
        if (!stick.down) stick.begin(event.pointerId, x, y);
      },
      { signal },
    );
    addEventListener(
      'pointermove',
      (event) => {
        const [x, y] = place(event);
        this.#of(event.pointerId)?.move(x, y);
      },
      { signal },
    );
    for (const type of ['pointerup', 'pointercancel'] as const)
      addEventListener(type, (event) => this.#of(event.pointerId)?.end(), { signal });
    // Prevents scrolling and text selection on phones.
    surface.addEventListener('touchstart', (event) => event.preventDefault(), { signal, passive: false });
  }

  get moveX(): number {
    return this.#walk.out > STILL_UNDER ? this.#walk.outX : 0;
  }

  get moveY(): number {
    return this.#walk.out > STILL_UNDER ? this.#walk.outY : 0;
  }

  get aiming(): boolean {
    return this.#aim.out > STILL_UNDER;
  }

  get aimX(): number {
    return this.#aim.outX;
  }

  get aimY(): number {
    return this.#aim.outY;
  }

  /** Presses or releases an on-screen button. */
  press(bit: number, down: boolean): void {
    if (down) this.#presses.press(bit);
    else this.#presses.lift(bit);
  }

  take(): number {
    return this.#presses.take() | (this.#aim.out > FIRES_AT ? BUTTON.blaster : 0);
  }

  release(): void {
    this.#walk.end();
    this.#aim.end();
    this.#presses.release();
  }

  destroy(): void {
    this.#away.abort();
  }

  #of(pointer: number): Stick | undefined {
    if (this.#walk.pointer === pointer) return this.#walk;
    return this.#aim.pointer === pointer ? this.#aim : undefined;
  }
}
