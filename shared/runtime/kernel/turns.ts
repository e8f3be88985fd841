/**
 * The turns of all rooms of a process. In each round every stepping room opens at most one turn; the round closes when
 * the microtasks of all of them have drained. So nothing else in a room runs between two of its awaits, and one drain serves
 * all rooms. If one throws, the round continues for the others.
 */
import { afterMicrotasks } from './platform.ts';

/** An event loop that runs in turns: the kernel of a room or of a bot. */
export interface TurnLoop {
  /** Opens its next turn. False if its tick is over. */
  openTurn(): boolean;
  closeTurn(): void;
  /** Called when one of these threw: it must not run again. */
  crash(thrown: unknown): void;
}

interface Step {
  readonly of: TurnLoop;
  readonly done: () => void;
}

const steps: Step[] = [];
let running = false;
/** How many steps of the list have an open turn; steps pushed meanwhile have none yet. */
let opened = 0;

const scheduleRound = afterMicrotasks(round);
const scheduleClose = afterMicrotasks(close);

/** Runs one tick's turns of `of`, then calls `done`. The first turn opens once the caller's own microtasks have drained. */
export function runTurns(of: TurnLoop, done: () => void): void {
  steps.push({ of, done });
  if (running) return;
  running = true;
  scheduleRound();
}

function round(): void {
  let over: Step[] | undefined;
  let kept = 0;
  let next = 0;
  while (next < steps.length) {
    // Outside the inner loop, which is the hottest of all.
    try {
      while (next < steps.length) {
        const step = steps[next++] as Step;
        if (step.of.openTurn()) steps[kept++] = step;
        else (over ??= []).push(step);
      }
    } catch (error) {
      const broken = steps[next - 1] as Step;
      broken.of.crash(error);
      (over ??= []).push(broken);
    }
  }
  steps.length = kept;
  opened = kept;
  running = kept > 0;
  if (running) scheduleClose();
  if (over !== undefined) for (const step of over) finish(step);
}

function close(): void {
  let next = 0;
  while (next < opened) {
    try {
      while (next < opened) (steps[next++] as Step).of.closeTurn();
    } catch (error) {
      (steps[next - 1] as Step).of.crash(error);
    }
  }
  opened = 0;
  round();
}

function finish({ of, done }: Step): void {
  try {
    done();
  } catch (error) {
    of.crash(error);
  }
}
