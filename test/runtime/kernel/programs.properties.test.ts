/** Random programs: whatever a script does, nothing is lost and nothing is left over. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { Checkpoints } from '../../../shared/runtime/room/checkpoints.ts';
import { Kernel } from '../../../shared/runtime/kernel/kernel.ts';
import { Cancelled } from '../../../shared/runtime/index.ts';
import { Random } from '../../../shared/runtime/random/random.ts';
import { RootScope } from '../../../shared/runtime/kernel/root-scope.ts';
import { ScriptContext } from '../../../shared/runtime/verbs/script-context.ts';
import type { Outcome } from '../../../shared/runtime/kernel/strand.ts';
import { caught, play } from '../play.ts';

type Program =
  | { readonly kind: 'sleep' | 'fail' | 'swallow' | 'clean' | 'event' | 'cancel'; readonly ms: number }
  | { readonly kind: 'all' | 'race' | 'any' | 'allSettled' | 'scope' | 'spawn'; readonly of: readonly Program[] }
  | { readonly kind: 'timeout' | 'within' | 'shield'; readonly ms: number; readonly of: readonly Program[] };

const ms = fc.integer({ min: 0, max: 400 });
const { program } = fc.letrec<{ program: Program; block: Program[] }>((tie) => ({
  block: fc.array(tie('program'), { minLength: 1, maxLength: 3 }),
  program: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.record({ kind: fc.constantFrom('sleep', 'sleep', 'sleep', 'fail', 'swallow', 'clean', 'event', 'cancel'), ms }),
    fc.record({ kind: fc.constantFrom('all', 'race', 'any', 'allSettled', 'scope', 'spawn'), of: tie('block') }),
    fc.record({ kind: fc.constantFrom('timeout', 'within', 'shield'), ms, of: tie('block') }),
  ) as fc.Arbitrary<Program>,
}));

/** A room without players, to look into. */
class Bench {
  readonly kernel: Kernel;
  outcome: Outcome | undefined;
  failure: Error | undefined;
  /** What was left when a checkpoint would have restarted the script. */
  leftAtCheckpoint: unknown;
  readonly #checkpoints: Checkpoints;
  readonly #root: RootScope;

  constructor(script: (room: ScriptContext, checkpoint: () => Promise<never>) => Promise<unknown>) {
    this.kernel = new Kernel(20, (error) => {
      this.failure = error;
    });
    const room = new ScriptContext(this.kernel, new Random(String(1), 'game'));
    this.#checkpoints = new Checkpoints(this.kernel, z.null(), () => this.#root);
    this.#root = new RootScope(
      this.kernel,
      'bench',
      () => script(room, () => this.#checkpoints.take(null)),
      (outcome) => this.#ended(outcome),
    );
  }

  async run(maxTicks: number): Promise<void> {
    for (let tick = 0; tick < maxTicks && this.outcome === undefined; tick++) {
      await new Promise<void>((resolve) => this.kernel.tick(() => undefined, resolve));
    }
  }

  #ended(outcome: Outcome): void {
    if (!this.#checkpoints.pending) this.outcome = outcome;
    else
      this.kernel.restartAtEnd(() => {
        this.outcome = outcome;
        this.leftAtCheckpoint = this.residue;
      });
  }

  get residue(): unknown {
    const { clock, strandCount, waitCount, systems, conditions } = this.kernel;
    return { deadlines: clock.size, strandCount, waitCount, systems: systems.size, conditions: conditions.size };
  }
}

const NOTHING = { deadlines: 0, strandCount: 0, waitCount: 0, systems: 0, conditions: 0 };

/** Runs a program, and counts the scopes that were left while strands of theirs ran. */
class Interpreter {
  readonly room: ScriptContext;
  leaks = 0;

  constructor(room: ScriptContext) {
    this.room = room;
  }

  async block(programs: readonly Program[], cancel: () => void): Promise<void> {
    for (const each of programs) await this.run(each, cancel);
  }

  async run(step: Program, cancel: () => void): Promise<void> {
    const { room } = this;
    switch (step.kind) {
      case 'sleep':
        return room.sleep(step.ms);
      case 'fail':
        await room.sleep(step.ms);
        throw new Error('program');
      case 'swallow':
        await caught(() => room.sleep(step.ms)).catch(() => undefined);
        return;
      case 'clean':
        try {
          await room.sleep(step.ms);
        } finally {
          await room.shield(step.ms + 1, () => room.sleep(100));
        }
        return;
      case 'event': {
        const event = room.event();
        room.onTick(() => {
          if (room.now % 300 === 0) event.set();
        });
        void room.until(() => event.isSet);
        return event.wait();
      }
      case 'cancel':
        await room.sleep(step.ms);
        return cancel();
      case 'spawn':
        for (const each of step.of) room.spawn('task', () => this.run(each, cancel));
        return;
      case 'all':
      case 'race':
      case 'any':
      case 'allSettled':
        await this.counted((enter) => {
          const branches = step.of.map((each) => enter(() => this.run(each, cancel)));
          if (step.kind === 'all') return room.all(branches);
          if (step.kind === 'race') return room.race(branches);
          return step.kind === 'any' ? room.any(branches) : room.allSettled(branches);
        });
        return;
      case 'scope':
        await this.counted((enter) =>
          room.scope((scope) => {
            const inner = (): void => scope.cancel();
            room.spawn(
              'inner',
              enter(() => this.block(step.of, inner)),
            );
            return this.block(step.of, inner);
          }),
        );
        return;
      case 'timeout':
        await this.counted((enter) =>
          room.timeout(
            step.ms,
            enter(() => this.block(step.of, cancel)),
          ),
        );
        return;
      case 'within':
        await this.counted((enter) =>
          room.within(step.ms, (scope) => enter(() => this.block(step.of, () => scope.cancel()))()),
        );
        return;
      case 'shield':
        await this.counted((enter) =>
          room.shield(
            step.ms + 1,
            enter(() => this.block(step.of, cancel)),
          ),
        );
    }
  }

  /** Opens a scope with `open`, and looks whether all that entered it has left it by its end. */
  private async counted(
    open: (enter: (fn: () => Promise<void>) => () => Promise<void>) => Promise<unknown>,
  ): Promise<void> {
    let inside = 0;
    try {
      await open((fn) => async () => {
        inside++;
        try {
          await fn();
        } finally {
          inside--;
        }
      });
    } finally {
      this.leaks += inside;
    }
  }
}

test('R1.7 random programs end, with all strands inside their scopes, and nothing is left', async () => {
  let finished = 0;
  let cancelled = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(program, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 50, max: 2000 }),
      async (programs, limit) => {
        let interpreter: Interpreter | undefined;
        const bench = new Bench(async (room) => {
          interpreter = new Interpreter(room);
          const main = interpreter;
          await room.within(limit, (scope) => main.block(programs, () => scope.cancel()));
        });
        await bench.run(2000);
        expect(bench.outcome?.kind).not.toBe('cancelled');
        expect(bench.outcome).toBeDefined();
        expect(bench.failure).toBeUndefined();
        expect(bench.residue).toEqual(NOTHING);
        expect(interpreter?.leaks).toBe(0);
        if (bench.outcome?.kind === 'done') finished++;
        else cancelled++;
      },
    ),
    { numRuns: 400 },
  );
  // Programs of both kinds were tried.
  expect(Math.min(finished, cancelled)).toBeGreaterThan(20);
});

test('R1.7 no Cancelled ever leaves the script, inside groups neither', async () => {
  const inside = (error: unknown): boolean =>
    error instanceof Cancelled || (error instanceof AggregateError && error.errors.some(inside));
  await fc.assert(
    fc.asyncProperty(fc.array(program, { minLength: 1, maxLength: 3 }), async (programs) => {
      const bench = new Bench((room) => new Interpreter(room).block(programs, () => undefined));
      await bench.run(2000);
      expect(bench.outcome).toBeDefined();
      expect(bench.outcome?.kind === 'failed' && inside(bench.outcome.error)).toBe(false);
    }),
    { numRuns: 200 },
  );
});

test('C1.11 when a script is restarted, nothing is left of the previous run', async () => {
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(program, { minLength: 1, maxLength: 4 }), ms, async (programs, atMs) => {
      const bench = new Bench(async (room, checkpoint) => {
        room.spawn('clerk', async () => {
          await room.sleep(atMs);
          await checkpoint();
        });
        try {
          await new Interpreter(room).block(programs, () => undefined);
        } catch {
          // Those that fail have left their cleanup to be done.
        }
        await room.sleep(1e6);
      });
      await bench.run(2000);
      expect(bench.failure).toBeUndefined();
      expect(bench.outcome).toBeDefined();
      if (bench.leftAtCheckpoint === undefined) return;
      taken++;
      expect(bench.leftAtCheckpoint).toEqual(NOTHING);
    }),
    { numRuns: 300 },
  );
  expect(taken).toBeGreaterThan(100);
});

const workers = fc.array(
  fc.record({
    startMs: ms,
    timeoutMs: fc.integer({ min: 1, max: 300 }),
    holdMs: fc.integer({ min: 0, max: 120 }),
    cancelMs: fc.option(ms, { nil: undefined }),
  }),
  { minLength: 1, maxLength: 12 },
);

test('R5.10 random use of a queue never loses or doubles an item, and keeps the order of each putter', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), workers, workers, async (limit, putters, takers) => {
      const seen = await play(async (room) => {
        const queue = room.queue<string>(limit);
        const put: string[] = [];
        const taken: string[] = [];
        await room.scope(async () => {
          for (const [index, putter] of putters.entries()) {
            const task = room.spawn('putter', async () => {
              await room.sleep(putter.startMs);
              for (let item = 0; item < 4; item++) {
                const name = `${index}.${item}`;
                const done = await room.within(putter.timeoutMs, async () => {
                  await queue.put(name);
                  put.push(name);
                  return true;
                });
                if (done !== true) break;
                await room.sleep(putter.holdMs);
              }
            });
            cancelAt(room, task, putter.cancelMs);
          }
          for (const taker of takers) {
            const task = room.spawn('taker', async () => {
              await room.sleep(taker.startMs);
              for (let item = 0; item < 4; item++) {
                await room.within(taker.timeoutMs, async () => void taken.push(await queue.take()));
                await room.sleep(taker.holdMs);
              }
            });
            cancelAt(room, task, taker.cancelMs);
          }
        });
        while (queue.length > 0) taken.push(await queue.take());
        return { put, taken };
      });
      // A put that was cut off in the very tick in which it succeeded is in the queue, though its putter never knew.
      expect(new Set(seen.taken).size).toBe(seen.taken.length);
      expect(seen.put.filter((item) => !seen.taken.includes(item))).toEqual([]);
      for (const index of putters.keys()) {
        const own = seen.taken.filter((item) => item.startsWith(`${index}.`));
        expect(own).toEqual(own.toSorted());
      }
    }),
    { numRuns: 150 },
  );
});

test('R5.10 random use of a semaphore never loses or doubles a permit', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 3 }), workers, async (permits, users) => {
      const seen = await play(async (room) => {
        const semaphore = room.semaphore(permits);
        let held = 0;
        let most = 0;
        await room.scope(async () => {
          for (const user of users) {
            const task = room.spawn('user', async () => {
              await room.sleep(user.startMs);
              for (let round = 0; round < 3; round++) {
                await room.within(user.timeoutMs, () =>
                  semaphore.use(async () => {
                    most = Math.max(most, ++held);
                    try {
                      await room.sleep(user.holdMs);
                    } finally {
                      held--;
                    }
                  }),
                );
              }
            });
            cancelAt(room, task, user.cancelMs);
          }
        });
        return { free: semaphore.free, held, most };
      });
      expect(seen.free).toBe(permits);
      expect(seen.held).toBe(0);
      expect(seen.most).toBeLessThanOrEqual(permits);
    }),
    { numRuns: 150 },
  );
});

function cancelAt(room: ScriptContext, task: { cancel(): void }, atMs: number | undefined): void {
  if (atMs === undefined) return;
  room.spawn('canceller', async () => {
    await room.sleep(atMs);
    task.cancel();
  });
}
