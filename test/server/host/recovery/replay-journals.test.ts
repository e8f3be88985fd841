import { expect, it } from 'vitest';
import type { Recovery } from '../../../../server/host/recovery/recovery.ts';
import { replayJournals } from '../../../../server/host/recovery/replay-journals.ts';

/** A comeback of so many ticks, whose step at one of them does what it is given. */
class Scripted {
  readonly asides: (readonly [string, boolean])[] = [];
  readonly #ticks: number;
  readonly #at: number;
  readonly #odd: (done: () => void) => void;
  readonly room = { match: { tick: 0 }, runner: {} };

  constructor(ticks: number, at = 0, odd: (done: () => void) => void = (done) => done()) {
    this.#ticks = ticks;
    this.#at = at;
    this.#odd = odd;
  }

  get isLeftAside(): boolean {
    return this.asides.length > 0;
  }

  get done(): boolean {
    return this.room.match.tick >= this.#ticks || this.isLeftAside;
  }

  next() {
    const tick = ++this.room.match.tick;
    return {
      match: { step: (_: unknown, done: () => void) => (tick === this.#at ? this.#odd(done) : done()) },
      entries: [],
    };
  }

  stepped(): void {}

  giveUp(...aside: [string, boolean]): void {
    this.asides.push(aside);
  }
}

function run(...comebacks: Scripted[]): Promise<void> {
  return replayJournals(comebacks as unknown as Recovery[], {
    stuckMs: 50,
    failed: (comeback, error) => comeback.giveUp(String(error), false),
  });
}

it('a match whose step does not end as it is played again is left aside, with the tick, and the others come back', async () => {
  const stuck = new Scripted(10, 4, () => {});
  const others = [new Scripted(20), new Scripted(7)];
  await run(stuck, ...others);
  expect(stuck.asides).toEqual([['its tick 4 does not end', false]]);
  expect(others.map(({ room }) => room.match.tick)).toEqual([20, 7]);
  expect(others.flatMap(({ asides }) => asides)).toEqual([]);
});

it('where several stop in one step nobody knows which is to blame', async () => {
  const both = [new Scripted(10, 4, () => {}), new Scripted(10, 4, () => {})];
  await run(...both);
  expect(both.map(({ asides }) => asides)).toEqual([
    [['its tick 4 does not end', true]],
    [['its tick 4 does not end', true]],
  ]);
});

it('an error of ours with one of them costs that one', async () => {
  const broken = new Scripted(10, 4, () => {
    throw new Error('ours');
  });
  const other = new Scripted(20);
  await run(broken, other);
  expect(broken.asides).toEqual([['Error: ours', false]]);
  expect(other.room.match.tick).toBe(20);
});
