/** The player's input devices combined: keyboard and mouse, gamepad, or touch. */
import { aimOf, angleOf, walkDirection } from './directions.ts';
import { readGamepad, type PadReading } from './gamepad.ts';
import { Keys } from './keys.ts';
import { Pointer } from './pointer.ts';
import { Sticks } from './sticks.ts';

/** The controls of one input frame. */
export interface ControlValues {
  move: number;
  aim: number;
  buttons: number;
}

export class InputDevices {
  /** The aim in radians. */
  angle = 0;
  /** How far the camera looks ahead, from −1 to 1. */
  aheadX = 0;
  aheadY = 0;
  readonly sticks: Sticks;
  readonly #keys = new Keys();
  readonly #pointer: Pointer;
  readonly #pad: PadReading = { moveX: 0, moveY: 0, aimX: 0, aimY: 0, buttons: 0 };
  readonly #frame: ControlValues = { move: 0, aim: 0, buttons: 0 };

  /** @param surface the element that the arena is drawn on */
  constructor(surface: HTMLElement) {
    this.#pointer = new Pointer(surface);
    this.sticks = new Sticks(surface);
  }

  /** Updates the aim, once per frame. `x` and `y`: the player's own fighter on the surface. */
  updateAim(x: number, y: number, width: number, height: number): void {
    readGamepad(this.#pad);
    const { sticks } = this;
    const pointer = this.#pointer;
    if (Math.hypot(this.#pad.aimX, this.#pad.aimY) > 0.3) this.#turn(this.#pad.aimX, this.#pad.aimY, 1);
    else if (sticks.aiming) this.#turn(sticks.aimX, sticks.aimY, 1);
    else if (pointer.used) {
      const [dx, dy] = [pointer.x - x, pointer.y - y];
      const far = Math.min(width, height) / 2;
      if (Math.hypot(dx, dy) > 4) this.#turn(dx / far, dy / far, 0);
    } else {
      // With the keyboard alone, the fighter aims where it walks.
      const [moveX, moveY] = this.#push();
      if (Math.hypot(moveX, moveY) > 0.2) this.#turn(moveX, moveY, 0.5);
      else [this.aheadX, this.aheadY] = [0, 0];
    }
  }

  /** The controls to send. Returns the same object each time. Nothing is pressed while the page is inactive. */
  read(): Readonly<ControlValues> {
    const frame = this.#frame;
    frame.aim = aimOf(this.angle);
    if (isPageInactive()) {
      this.release();
      frame.move = 0;
      frame.buttons = 0;
      return frame;
    }
    const [moveX, moveY] = this.#push();
    frame.move = walkDirection(moveX, moveY, 0.25);
    frame.buttons = this.#keys.take() | this.#pointer.take() | this.sticks.take() | this.#pad.buttons;
    // The aim is drawn as it is sent, rounded to a direction.
    this.angle = this.#pointer.used || this.sticks.aiming ? this.angle : angleOf(frame.aim);
    return frame;
  }

  release(): void {
    this.#keys.release();
    this.#pointer.release();
    this.sticks.release();
  }

  destroy(): void {
    this.#keys.destroy();
    this.#pointer.destroy();
    this.sticks.destroy();
  }

  #push(): [x: number, y: number] {
    const pad = this.#pad;
    const { sticks } = this;
    if (Math.hypot(pad.moveX, pad.moveY) > 0.25) return [pad.moveX, pad.moveY];
    if (sticks.moveX !== 0 || sticks.moveY !== 0) return [sticks.moveX, sticks.moveY];
    return [this.#keys.x, this.#keys.y];
  }

  #turn(x: number, y: number, full: number): void {
    this.angle = Math.atan2(y, x);
    const length = Math.hypot(x, y);
    const share = full > 0 ? full : Math.min(1, length);
    this.aheadX = (x / length) * share;
    this.aheadY = (y / length) * share;
  }
}

function isPageInactive(): boolean {
  return (
    document.visibilityState === 'hidden' || !document.hasFocus() || document.querySelector('dialog[open]') !== null
  );
}
