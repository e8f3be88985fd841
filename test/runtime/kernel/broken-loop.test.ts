import { expect, test } from 'vitest';
import { Kernel } from '../../../shared/runtime/kernel/kernel.ts';
import { runTurns, type TurnLoop } from '../../../shared/runtime/kernel/turns.ts';

/** Takes a number of turns, and logs them. */
class Good implements TurnLoop {
  turns = 0;
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  openTurn(): boolean {
    return ++this.turns <= this.#most;
  }

  closeTurn(): void {}
  crash(): void {}
}

function fail(): never {
  throw new Error('broken');
}

const BROKEN: [string, Partial<TurnLoop>, (() => void) | undefined][] = [
  ['opening a turn', { openTurn: fail }, undefined],
  ['closing a turn', { closeTurn: fail }, undefined],
  ['the end of its tick', { openTurn: () => false }, fail],
];

test.each(BROKEN)(
  'R14.8 where %s throws, that one is over, and the others have all their turns',
  async (_, parts, done) => {
    const told: unknown[] = [];
    const over: string[] = [];
    let broken = false;
    const bad: TurnLoop = {
      openTurn: () => !broken,
      closeTurn: () => {},
      crash: (thrown) => {
        broken = true;
        told.push(thrown);
      },
      ...parts,
    };
    const [before, after] = [new Good(3), new Good(5)];
    await new Promise<void>((resolve) => {
      runTurns(before, () => over.push('before'));
      runTurns(bad, () => {
        over.push('bad');
        done?.();
      });
      runTurns(after, () => {
        over.push('after');
        resolve();
      });
    });
    expect([before.turns, after.turns]).toEqual([4, 6]);
    expect(told).toEqual([new Error('broken')]);
    expect(over.toSorted()).toEqual(['after', 'bad', 'before']);
  },
);

test('R14.8 an entry that breaks the loop of a room fails that room, and its tick ends', async () => {
  const told: Error[] = [];
  const kernel = new Kernel(20, (error) => told.push(error));
  await new Promise<void>((resolve) => kernel.tick(fail, resolve));
  expect(told).toEqual([new Error('broken')]);
});
