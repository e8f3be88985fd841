import { expect, test } from 'vitest';
import { formatTasks, type Match, stepMatches } from '../../../shared/runtime/host.ts';
import { matchOf, resultOf, type Script, type TestRoom, type TestSpec } from '../play.ts';

const DEPTH = 10_000;

type Inside = () => Promise<unknown>;
/** A verb that calls `inside` within itself. */
const VERBS: [string, (room: TestRoom, inside: Inside) => Promise<unknown>][] = [
  ['scope', (room, inside) => room.scope(() => inside())],
  [
    'spawn',
    (room, inside) =>
      room.scope(async (scope) => {
        scope.spawn('deeper', inside);
      }),
  ],
  ['all', (room, inside) => room.all([inside])],
  ['allSettled', (room, inside) => room.allSettled([inside])],
  ['race', (room, inside) => room.race([inside, () => room.sleep(1e9)])],
  ['any', (room, inside) => room.any([inside])],
  ['timeout', (room, inside) => room.timeout(1e9, () => inside())],
  ['within', (room, inside) => room.within(1e9, () => inside())],
  ['shield', (room, inside) => room.shield(1e9, inside)],
];

/** Calls a verb within itself, and `bottom` in the innermost. */
function nest(
  room: TestRoom,
  verb: (room: TestRoom, inside: Inside) => Promise<unknown>,
  bottom: Inside,
): Promise<unknown> {
  const dive = (depth: number): Promise<unknown> => (depth === 0 ? bottom() : verb(room, () => dive(depth - 1)));
  return dive(DEPTH);
}

async function run(match: Match<TestSpec>, ticks: number): Promise<void> {
  let neighbourTicks = 0;
  const neighbour = matchOf(async (room) => {
    for (;;) {
      await room.nextTick();
      neighbourTicks++;
    }
  });
  for (let tick = 0; tick < ticks; tick++) {
    await stepMatches([
      { match, entries: [] },
      { match: neighbour, entries: [] },
    ]);
  }
  expect(neighbourTicks).toBe(ticks - 1);
}

function nested(verb: (typeof VERBS)[number][1], bottom: (room: TestRoom) => Promise<unknown>): Script {
  return (room) => nest(room, verb, () => bottom(room));
}

test.each(VERBS)('R15.2 %s nested ten thousand deep ends in its time', async (_, verb) => {
  const match = matchOf(nested(verb, (room) => room.sleep(100)));
  await run(match, 4);
  expect(match.ended?.kind).toBe('finished');
  expect(match.residue).toEqual({ tasks: 0, waits: 0, timers: 0, listeners: 0 });
});

test.each(VERBS)('R15.2 %s nested ten thousand deep is cancelled from outside', async (name, verb) => {
  const match = matchOf(async (room) => {
    await room.within(100, () => nest(room, verb, () => room.sleep(1e9)));
    return 'went on';
  });
  await run(match, 4);
  // Shields keep the cancellation out for their time.
  expect(match.ended).toEqual(name === 'shield' ? undefined : { kind: 'finished', result: 'went on' });
});

test('R15.2 shields nested ten thousand deep end together when their time is up', async () => {
  const match = matchOf(async (room) => {
    await room.within(100, () =>
      nest(
        room,
        (within, inside) => within.shield(50, inside),
        () => room.sleep(1e9),
      ),
    );
    return room.now;
  });
  await run(match, 6);
  expect(resultOf(match)).toBe(200);
});

test.each(VERBS)('R15.2 an error goes through %s nested ten thousand deep', async (name, verb) => {
  const match = matchOf(
    nested(verb, async (room) => {
      await room.nextTick();
      throw new Error('deep');
    }),
  );
  await run(match, 4);
  if (name === 'allSettled') {
    expect(match.ended?.kind).toBe('finished');
  } else {
    const error = match.ended?.kind === 'failed' ? match.ended.error : undefined;
    expect(error?.message).toMatch(/^(\d errors? in \w+: )?deep$/);
  }
});

test.each(VERBS)('R15.2 a match that waits in %s nested ten thousand deep can be failed', async (_, verb) => {
  const match = matchOf(nested(verb, (room) => room.sleep(1e9)));
  await run(match, 2);
  match.fail(new Error('quarantine'));
  await run(match, 2);
  expect(match.ended).toEqual({ kind: 'failed', error: new Error('quarantine') });
});

test.each(VERBS)(
  'R15.2 a script that waits in %s nested ten thousand deep ends at a checkpoint',
  async (name, verb) => {
    const match = matchOf(async (room, from) => {
      if (from !== undefined) return from.round;
      room.spawn('deep', () => nest(room, verb, () => room.sleep(1e9)));
      await room.nextTick();
      return room.checkpoint({ round: 7 });
    });
    await run(match, 4);
    expect(match.ended).toEqual(name === 'shield' ? undefined : { kind: 'finished', result: 7 });
  },
);

test.each(VERBS)('D6 what waits in %s nested ten thousand deep is described down to a bound', async (_, verb) => {
  const match = matchOf(nested(verb, (room) => room.sleep(1e9)));
  await run(match, 2);
  const tree = match.describe();
  const lines = formatTasks(tree).split('\n');
  expect(JSON.parse(JSON.stringify(tree))).toEqual(tree);
  expect(lines.length).toBeLessThan(250);
  expect(lines.find((line) => line.includes('too deep'))).toMatch(/^ +… [12]?9?9\d\d+ tasks, too deep to be shown$/);
});

test('R15.2 ten thousand tasks that join one another in a row end together', async () => {
  const match = matchOf(async (room) => {
    let last = room.spawn('first', () => room.sleep(100));
    for (let task = 0; task < DEPTH; task++) {
      const before = last;
      last = room.spawn('next', () => before.join());
    }
    await last.join();
    return 'done';
  });
  await run(match, 4);
  expect(resultOf(match)).toBe('done');
});

test('R15.2 an error goes through ten thousand tasks that join one another', async () => {
  const match = matchOf(async (room) => {
    let last = room.spawn('first', async () => {
      await room.nextTick();
      throw new Error('first');
    });
    for (let task = 0; task < DEPTH; task++) {
      const before = last;
      last = room.spawn('next', () => before.join());
    }
    await last.join();
  });
  await run(match, 4);
  expect(match.ended?.kind === 'failed' && match.ended.error.message).toBe('1 error in test: first');
});
