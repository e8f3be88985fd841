/** Draws the field and sends the player's input: the own runner is predicted, the others are interpolated. */
import type { Prediction, Table } from 'greenroom/client';
import { COIN, HEIGHT, RUNNER, step, WIDTH, type Point } from './field.ts';
import type { coinRush } from './game.ts';

type Runner = Table<typeof coinRush>['state']['seats'][number];

/** What a key moves. */
const KEYS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  KeyA: [-1, 0],
  KeyD: [1, 0],
  KeyW: [0, -1],
  KeyS: [0, 1],
};
/** A larger change of place is a jump: a new runner, or a new match. */
const JUMP = { snap: 150 };

export function colourOf(seat: number): string {
  return `hsl(${(seat * 137 + 20) % 360} 65% 55%)`;
}

export class FieldLoop {
  readonly #canvas: HTMLCanvasElement;
  readonly #table: Table<typeof coinRush>;
  readonly #keys = new Set<string>();
  readonly #away = new AbortController();
  /** Ends the interpolation of each runner that is drawn. */
  readonly #followed = new Map<Runner, () => void>();
  #pointer: Point | undefined;
  #own: { readonly runner: Runner; readonly prediction: Prediction<Runner> } | undefined;
  #frame = 0;

  constructor(canvas: HTMLCanvasElement, table: Table<typeof coinRush>) {
    this.#canvas = canvas;
    this.#table = table;
    this.#listen();
    this.#frame = requestAnimationFrame((now) => this.#next(now));
  }

  end(): void {
    cancelAnimationFrame(this.#frame);
    this.#away.abort();
    this.#own?.prediction.dispose();
    for (const stop of this.#followed.values()) stop();
  }

  #listen(): void {
    const { signal } = this.#away;
    const canvas = this.#canvas;
    const release = () => {
      this.#keys.clear();
      this.#pointer = undefined;
    };
    addEventListener(
      'keydown',
      (event) => {
        if (KEYS[event.code] === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
        // A radio group or a page that scrolls would take the arrow keys as well.
        if (event.target === document.body) event.preventDefault();
        this.#keys.add(event.code);
      },
      { signal },
    );
    addEventListener('keyup', ({ code }) => this.#keys.delete(code), { signal });
    addEventListener('blur', release, { signal });
    const point = ({ offsetX, offsetY, buttons }: PointerEvent) => {
      const scale = WIDTH / canvas.clientWidth;
      this.#pointer = buttons === 0 ? undefined : { x: offsetX * scale, y: offsetY * scale };
    };
    for (const type of ['pointerdown', 'pointermove'] as const) canvas.addEventListener(type, point, { signal });
    for (const type of ['pointerup', 'pointercancel', 'pointerleave'] as const)
      canvas.addEventListener(type, () => (this.#pointer = undefined), { signal });
    // A hidden page draws nothing, so the last frame must stop the runner.
    document.addEventListener(
      'visibilitychange',
      () => {
        release();
        if (document.hidden) this.#own?.prediction.send({ x: 0, y: 0 });
      },
      { signal },
    );
  }

  #next(now: number): void {
    this.#frame = requestAnimationFrame((next) => this.#next(next));
    const { realTime, state, seat, hasState } = this.#table;
    if (realTime === undefined || !hasState) return;
    const due = realTime.update(now);
    this.#follow();
    const own = seat === undefined ? undefined : state.seats[seat];
    if (own !== this.#own?.runner) {
      this.#own?.prediction.dispose();
      this.#own = own && {
        runner: own,
        prediction: realTime.predict(
          own,
          ['x', 'y'],
          (runner, { x = 0, y = 0 }) => {
            if (state.playing) step(runner, x, y);
          },
          JUMP,
        ),
      };
    }
    for (let sent = 0; sent < due; sent++) this.#own?.prediction.send(this.#controls());
    this.#draw();
  }

  /** Interpolates the runners of others, each from when it is first drawn. */
  #follow(): void {
    const { realTime, state, seat } = this.#table;
    const runners = [...state.seats].filter((_, index) => index !== seat);
    for (const [runner, stop] of this.#followed) {
      if (runners.includes(runner)) continue;
      stop();
      this.#followed.delete(runner);
    }
    for (const runner of runners)
      if (realTime !== undefined && !this.#followed.has(runner))
        this.#followed.set(runner, realTime.interpolate(runner, ['x', 'y'], JUMP));
  }

  #controls(): { x: number; y: number } {
    const own = this.#own?.prediction.state;
    if (this.#pointer !== undefined && own !== undefined) {
      const way = (distance: number) => (Math.abs(distance) < RUNNER ? 0 : Math.sign(distance));
      return { x: way(this.#pointer.x - own.x), y: way(this.#pointer.y - own.y) };
    }
    const moves = Array.from(this.#keys, (key) => KEYS[key] ?? [0, 0]);
    const sum = (axis: 0 | 1) => Math.sign(moves.reduce((total, move) => total + move[axis], 0));
    return { x: sum(0), y: sum(1) };
  }

  #draw(): void {
    const { realTime, state } = this.#table;
    const context = this.#canvas.getContext('2d');
    if (context === null || realTime === undefined) return;
    const style = getComputedStyle(this.#canvas);
    const disc = (x: number, y: number, radius: number, colour: string) => {
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.fillStyle = colour;
      context.fill();
    };
    context.clearRect(0, 0, WIDTH, HEIGHT);
    for (const { x, y } of state.coins) disc(x, y, COIN, style.getPropertyValue('--brass'));
    for (const [seat, runner] of state.seats.entries()) {
      if (runner.player === '') continue;
      const [x, y] = [realTime.value(runner, 'x'), realTime.value(runner, 'y')];
      disc(x, y, RUNNER, colourOf(seat));
      if (runner !== this.#own?.runner) continue;
      context.lineWidth = 4;
      context.strokeStyle = style.getPropertyValue('--ink');
      context.stroke();
    }
  }
}
