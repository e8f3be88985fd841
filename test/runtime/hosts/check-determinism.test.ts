import { expect, test } from 'vitest';
import { schema, t } from '@colyseus/schema';
import { z } from 'zod';
import { liarsDice, liarsDiceBot } from '../../../shared/games/liars-dice/index.ts';
import { defineGame, Impure, type Room } from '../../../shared/runtime/index.ts';
import { checkDeterminism, DeterminismError, type VirtualMatch } from '../../../shared/runtime/testing.ts';
import { caught } from '../play.ts';

const State = schema({ total: t.number().default(0), log: t.array('string') }, 'CheckedState');
const spec = {
  state: State,
  messages: { add: z.number() },
  notices: { said: z.string() },
  checkpoint: z.object({ round: z.number() }),
} as const;
type CheckedRoom = Room<typeof spec>;

/** Outlives matches. */
let matches = 0;

function gameOf(play: (room: CheckedRoom, round: number) => Promise<unknown>) {
  return defineGame({
    name: 'checked',
    title: 'Checked',
    seats: { min: 1, max: 2 },
    tickRate: 20,
    ...spec,
    play: (room, from) => play(room, from?.round ?? 0),
  });
}

async function second(match: VirtualMatch<typeof spec>): Promise<void> {
  await match.join('Ann');
  await match.advance(1_000);
}

const differences: { what: string; play: (room: CheckedRoom) => Promise<unknown>; finds: object; says: RegExp }[] = [
  {
    what: 'counts matches in a variable of the module',
    async play(room) {
      await room.sleep(200);
      room.state.total = ++matches;
      await room.sleep(10_000);
    },
    finds: { tick: 5, task: 'play', recoveredFrom: undefined },
    says: /the match differs at tick 5 when it is played again: task "play": "total" differs\./,
  },
  {
    what: 'does so in a task',
    async play(room) {
      room.spawn('counter', async () => {
        await room.sleep(300);
        room.state.log.push(`match ${++matches}`);
      });
      await room.sleep(10_000);
    },
    finds: { tick: 7, task: 'counter' },
    says: /task "counter": "log" differs\./,
  },
  {
    what: 'does so in a branch of a scope',
    async play(room) {
      await room.all([
        () => room.sleep(400),
        async () => {
          await room.sleep(100);
          room.random.int(0, 9);
          if (++matches % 2 === 0) room.random.int(0, 9);
        },
      ]);
    },
    finds: { task: 'play › all[1]' },
    says: /the random stream differs\./,
  },
  {
    what: 'does so in a system',
    async play(room) {
      room.onTick(() => {
        if (room.tick === 4) room.state.total = ++matches;
      });
      await room.sleep(10_000);
    },
    finds: { tick: 4, task: undefined },
    says: /"total" differs, changed by a system/,
  },
  {
    what: 'calls another verb the second time',
    async play(room) {
      await (++matches % 2 === 0 ? room.nextTick() : room.sleep(50));
      await room.sleep(10_000);
    },
    finds: { tick: 1, task: 'play' },
    says: /it called \w+\(\) where it had called \w+\(\)/,
  },
  {
    what: 'sends something else, with the same calls and the same state',
    async play(room) {
      await room.sleep(100);
      room.notifyAll('said', `match ${++matches}`);
      await room.sleep(10_000);
    },
    finds: { tick: 3, task: 'play' },
    says: /it put out \{"kind":"notice"/,
  },
  {
    what: 'spawns its tasks in another order the second time',
    async play(room) {
      const names = ++matches % 2 === 0 ? ['ann', 'bob'] : ['bob', 'ann'];
      for (const name of names) room.spawn(name, () => room.sleep(100));
      await room.sleep(10_000);
    },
    finds: { tick: 1 },
    says: /"(ann|bob)" had a turn where "(ann|bob)" had one before/,
  },
];

test.for(differences)(
  'a game that $what is reported with the first tick and the task',
  async ({ play, finds, says }) => {
    const error = await caught(() => checkDeterminism(gameOf(play), second));

    expect(error).toBeInstanceOf(DeterminismError);
    expect(error).toMatchObject(finds);
    expect(String(error)).toMatch(says);
  },
);

test('what is lost at a checkpoint is reported with the checkpoint', async () => {
  const game = gameOf(async (room, round) => {
    const remembered = caches.get(room.id) ?? 'nothing';
    caches.set(room.id, `round ${round}`);
    await room.sleep(200);
    room.state.log.push(remembered);
    if (round < 3) await room.checkpoint({ round: round + 1 });
  });
  const caches = new Map<string, string>();
  const restarted = async (match: VirtualMatch<typeof spec>): Promise<void> => {
    caches.clear();
    await match.until(() => match.ended !== undefined);
    caches.clear();
  };

  const error = await caught(() => checkDeterminism(game, restarted));

  expect(error).toMatchObject({ recoveredFrom: expect.any(Number), task: 'play' });
  expect(String(error)).toContain('in room.state or in the data of room.checkpoint()');
});

test('a game of its state and its room alone passes, and each of its checkpoints is tried', async () => {
  const game = gameOf(async (room, round) => {
    const [ann] = await room.seated(1);
    room.state.total += await ann.next('add', { timeoutMs: 300, otherwise: room.random.int(1, 6) });
    room.notifyAll('said', `${room.state.total}`);
    if (round < 5) await room.checkpoint({ round: round + 1 });
  });

  const report = await checkDeterminism(game, async (match) => {
    const ann = await match.join('Ann');
    match.send(ann, 'add', 7);
    match.drop(ann);
    await match.until(() => match.ended !== undefined);
  });

  expect(report.recoveredFrom).toHaveLength(5);
  expect(report.ticks).toBeGreaterThan(20);
  expect(report.turns).toBeGreaterThan(5);
});

test('of many checkpoints as many are tried as asked for, the last among them', async () => {
  const game = gameOf(async (room, round) => {
    await room.sleep(100);
    if (round < 9) await room.checkpoint({ round: round + 1 });
  });
  const play = (match: VirtualMatch<typeof spec>): Promise<void> => match.until(() => match.ended !== undefined);
  const all = await checkDeterminism(game, play, { recoveries: 100 });

  const some = await checkDeterminism(game, play, { recoveries: 3 });
  const none = await checkDeterminism(game, play, { recoveries: 0 });

  expect(all.recoveredFrom).toHaveLength(9);
  expect(some.recoveredFrom).toEqual([2, 5, 8].map((index) => all.recoveredFrom[index]));
  expect(none.recoveredFrom).toEqual([]);
});

test('the error of a match that fails is thrown: what is impure is caught where it is called', async () => {
  const error = await caught(() =>
    checkDeterminism(
      gameOf(async () => Math.random()),
      second,
    ),
  );

  expect(error).toBeInstanceOf(Impure);
});

test('a whole match of Liar’s Dice with bots is deterministic, from its start and from its checkpoints', async () => {
  const report = await checkDeterminism(
    liarsDice,
    async (match) => {
      const ann = await match.join('Ann');
      await match.spectate('Will');
      await match.advance(30_000);
      match.drop(ann);
      await match.advance(5_000);
      match.return(ann);
      await match.advance(240_000);
    },
    { options: { seats: 4, fillAfterMs: 1_000 }, bot: liarsDiceBot, seed: 7 },
  );

  expect(report.ticks).toBeGreaterThan(1_500);
  expect(report.recoveredFrom.length).toBeGreaterThan(2);
});
