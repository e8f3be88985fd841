/** The keyboard: walking direction and held buttons. */
import { BUTTON } from '../../../../shared/games/arena/constants.ts';
import { Presses } from './presses.ts';

const PUSHES: Readonly<Record<string, readonly [x: number, y: number]>> = {
  KeyW: [0, -1],
  ArrowUp: [0, -1],
  KeyS: [0, 1],
  ArrowDown: [0, 1],
  KeyA: [-1, 0],
  ArrowLeft: [-1, 0],
  KeyD: [1, 0],
  ArrowRight: [1, 0],
};

const PRESSES: Readonly<Record<string, number>> = {
  Space: BUTTON.dash,
  ShiftLeft: BUTTON.dash,
  ShiftRight: BUTTON.dash,
  KeyQ: BUTTON.railgun,
  KeyF: BUTTON.blaster,
};

export class Keys extends Presses<string> {
  readonly #away = new AbortController();

  constructor() {
    super((code) => PRESSES[code] ?? 0);
    const { signal } = this.#away;
    addEventListener('keydown', (event) => this.#onDown(event), { signal });
    addEventListener('keyup', (event) => this.lift(event.code), { signal });
    addEventListener('blur', () => this.release(), { signal });
  }

  get x(): number {
    return this.#sum(0);
  }

  get y(): number {
    return this.#sum(1);
  }

  destroy(): void {
    this.#away.abort();
  }

  #onDown(event: KeyboardEvent): void {
    const { code } = event;
    const known = Object.hasOwn(PUSHES, code) || Object.hasOwn(PRESSES, code);
    if (!known || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target instanceof Element ? event.target : undefined;
    if (target?.closest('dialog, input, textarea, select, [contenteditable]')) return;
    // The space bar presses a focused button.
    if (code === 'Space' && target?.closest('button, a, summary')) return;
    event.preventDefault();
    this.press(code);
  }

  #sum(axis: 0 | 1): number {
    let sum = 0;
    for (const code of this.down) sum += PUSHES[code]?.[axis] ?? 0;
    return Math.sign(sum);
  }
}
