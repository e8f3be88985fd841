import { expect, it } from 'vitest';
import type { Recovery } from '../../../../server/host/recovery/recovery.ts';
import { replayJournals } from '../../../../server/host/recovery/replay-journals.ts';

/** A recovery of some ticks, in one of which its step does what a test says. */
class FakeRecovery {
  readonly givenUp: (readonly [reason: string, isInconclusive: boolean])[] = [];
  readonly #ticks: number;
  readonly #oddTick: number;
  readonly #oddStep: (done: () => void) => void;
  readonly room = { match: { tick: 0 }, runner: {} };

  constructor(ticks: number, oddTick = 0, oddStep: (done: () => void) => void = (done) => done()) {
    this.#ticks = ticks;
    this.#oddTick = oddTick;
    this.#oddStep = oddStep;
  }

  get isGivenUp(): boolean {
    return this.givenUp.length > 0;
  }

  get done(): boolean {
    return this.room.match.tick >= this.#ticks || this.isGivenUp;
  }

  nextStep() {
    const tick = ++this.room.match.tick;
    return {
      match: { step: (_: unknown, done: () => void) => (tick === this.#oddTick ? this.#oddStep(done) : done()) },
      entries: [],
    };
  }

  afterStep(): void {}

  giveUp(...why: [string, boolean]): void {
    this.givenUp.push(why);
  }
}

function replay(...recoveries: FakeRecovery[]): Promise<void> {
  return replayJournals(recoveries as unknown as Recovery[], {
    stuckMs: 50,
    failed: (recovery, error) => recovery.giveUp(String(error), false),
  });
}

it('a match whose step does not end is given up, with the tick, and the others are recovered', async () => {
  const stuck = new FakeRecovery(10, 4, () => {});
  const others = [new FakeRecovery(20), new FakeRecovery(7)];
  await replay(stuck, ...others);
  expect(stuck.givenUp).toEqual([['its tick 4 does not end', false]]);
  expect(others.map(({ room }) => room.match.tick)).toEqual([20, 7]);
  expect(others.flatMap(({ givenUp }) => givenUp)).toEqual([]);
});

it('no match is blamed when several stop in one step', async () => {
  const both = [new FakeRecovery(10, 4, () => {}), new FakeRecovery(10, 4, () => {})];
  await replay(...both);
  expect(both.map(({ givenUp }) => givenUp)).toEqual([
    [['its tick 4 does not end', true]],
    [['its tick 4 does not end', true]],
  ]);
});

it('a fault of the host with one of them costs that one', async () => {
  const broken = new FakeRecovery(10, 4, () => {
    throw new Error('ours');
  });
  const other = new FakeRecovery(20);
  await replay(broken, other);
  expect(broken.givenUp).toEqual([['Error: ours', false]]);
  expect(other.room.match.tick).toBe(20);
});
