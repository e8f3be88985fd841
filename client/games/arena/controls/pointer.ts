/** The mouse: its position on the surface and its held buttons. */
import { BUTTON } from '../../../../shared/games/arena/constants.ts';
import { Presses } from './presses.ts';

const PRESSES: Readonly<Record<number, number>> = { 0: BUTTON.blaster, 2: BUTTON.railgun };

export class Pointer extends Presses<number> {
  x = 0;
  y = 0;
  /** The mouse was the last device to point. */
  used = false;
  readonly #away = new AbortController();

  constructor(surface: HTMLElement) {
    super((button) => PRESSES[button] ?? 0);
    const { signal } = this.#away;
    const move = (event: PointerEvent) => {
      if (event.pointerType === 'touch') return void (this.used = false);
      const box = surface.getBoundingClientRect();
      this.x = event.clientX - box.left;
      this.y = event.clientY - box.top;
      this.used = true;
    };
    addEventListener('pointermove', move, { signal });
    surface.addEventListener(
      'pointerdown',
      (event) => {
        move(event);
        if (event.pointerType === 'touch') return;
        // Otherwise the next space bar would press the button clicked before.
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
        this.press(event.button);
      },
      { signal },
    );
    // Pressing a second mouse button fires `pointermove`, not `pointerdown`; its release fires `mouseup` in any case.
    addEventListener('mousedown', (event) => this.#onSecond(event, surface), { signal });
    addEventListener('mouseup', (event) => this.lift(event.button), { signal });
    addEventListener('pointercancel', () => this.release(), { signal });
    addEventListener('blur', () => this.release(), { signal });
    surface.addEventListener('contextmenu', (event) => event.preventDefault(), { signal });
  }

  destroy(): void {
    this.#away.abort();
  }

  #onSecond(event: MouseEvent, surface: HTMLElement): void {
    if (!(event.target instanceof Node) || !surface.contains(event.target) || this.down.size === 0) return;
    this.press(event.button);
  }
}
