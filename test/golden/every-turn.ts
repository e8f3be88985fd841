/** A game whose state is the order in which its strands had their turns: a verb that takes one more, or wakes them in another order, shows in it. */
import { schema, t } from '@colyseus/schema';
import { z } from 'zod';
import { defineGame, TaskGroupError, type Room } from '../../shared/runtime/index.ts';

const spec = {
  state: schema({ log: t.array('string') }, 'EveryTurn'),
  messages: { go: z.number() },
};
type TheRoom = Room<typeof spec>;
type Strands = (say: (word: string | number) => void) => Promise<unknown>;

/** More turns than any of these verbs takes within a tick. */
const MOST_TURNS = 20;
const NAMES = ['a', 'b', 'c'];

export const everyTurn = defineGame({
  name: 'every-turn',
  title: 'Every turn',
  seats: { min: 1, max: 1 },
  tickRate: 20,
  ...spec,
  async play(room) {
    await room.seated(1);
    await turnsOfVerbs(room);
    await orderOfWaking(room);
    await orderOfDeadlines(room);
    await orderOfCancelling(room);
    await orderOfMessages(room);
  },
});

/** Runs strands, and adds a line with what they say. */
async function line(room: TheRoom, name: string, strands: Strands): Promise<void> {
  const words: (string | number)[] = [];
  await strands((word) => void words.push(word));
  room.state.log.push(`${name}: ${words.join(' ')}`);
}

/** How many turns each verb takes where it has nothing to wait for but its own strands. */
async function turnsOfVerbs(room: TheRoom): Promise<void> {
  const nothing = async () => {};
  const event = room.event();
  event.set();
  const queue = room.queue<number>(4);
  const lock = room.semaphore(1);
  const verbs: Readonly<Record<string, () => Promise<unknown>>> = {
    scope: () => room.scope(nothing),
    'scope and task': () => room.scope(async (scope) => void scope.spawn('task', nothing)),
    all: () => room.all([nothing, nothing]),
    'all of none': () => room.all([]),
    allSettled: () => room.allSettled([nothing, () => room.sleep(0)]),
    race: () => room.race([nothing, () => room.sleep(1000)]),
    any: () => room.any([() => Promise.reject(new Error('no')), nothing]),
    timeout: () => room.timeout(1000, nothing),
    within: () => room.within(1000, nothing),
    'within nothing': () => room.within(0, nothing),
    shield: () => room.shield(1000, nothing),
    join: () => room.spawn('task', nothing).join(),
    event: () => event.wait(),
    queue: async () => {
      queue.tryPut(1);
      await queue.take();
    },
    semaphore: () => lock.use(nothing),
    until: () => room.until(() => true),
    'a promise of its own': async () => void (await Promise.all([Promise.resolve(1), Promise.resolve(2)])),
  };
  for (const [name, verb] of Object.entries(verbs)) {
    await line(room, name, async (say) => {
      let turns = 0;
      let isOver = false;
      await room.all([
        async () => {
          await verb();
          say(turns);
          isOver = true;
        },
        async () => {
          for (; !isOver && turns < MOST_TURNS; turns++) await room.sleep(0);
        },
      ]);
    });
  }
}

async function orderOfWaking(room: TheRoom): Promise<void> {
  const event = room.event();
  const changed = room.condition();
  const lock = room.semaphore(1);
  const queue = room.queue<number>(3);
  const meeting = room.barrier(3);
  const waits: Readonly<Record<string, readonly [wait: () => Promise<unknown>, wake: () => void]>> = {
    event: [() => event.wait(), () => event.set()],
    condition: [() => changed.wait(), () => changed.notifyAll()],
    semaphore: [() => lock.use(() => room.sleep(0)), () => {}],
    queue: [() => queue.take(), () => [1, 2, 3].forEach((item) => queue.tryPut(item))],
    barrier: [() => meeting.wait(), () => {}],
  };
  for (const [name, [wait, wake]] of Object.entries(waits)) {
    await line(room, `waking of ${name}`, (say) =>
      room.all([
        ...NAMES.map((strand) => async () => {
          const got = await wait();
          say(typeof got === 'number' ? `${strand}${got}` : strand);
        }),
        async () => {
          await room.nextTick();
          wake();
          say('woken');
        },
      ]),
    );
  }
}

async function orderOfDeadlines(room: TheRoom): Promise<void> {
  const start = room.now;
  await line(room, 'deadlines of one tick', (say) =>
    room.all([
      ...NAMES.map((strand) => () => room.sleep(100).then(() => say(strand))),
      async () => say(String(await room.within(100, () => room.sleep(100).then(() => 'inner')))),
      () => room.timeout(100, () => room.sleep(200)).catch(() => say('timeout')),
      () => room.until(() => room.now >= start + 100).then(() => say('until')),
      () => room.nextTick().then(() => say('next')),
    ]),
  );
  await line(room, 'systems', (say) =>
    room.scope(async (scope) => {
      for (const strand of NAMES) room.onTick(() => say(strand));
      room.every(50, () => say('every'));
      await room.sleep(100);
      scope.cancel();
    }),
  );
}

async function orderOfCancelling(room: TheRoom): Promise<void> {
  const leaving = async (name: string, say: (word: string) => void): Promise<void> => {
    try {
      await room.sleep(1000);
    } finally {
      say(name);
      await room.shield(200, () => room.sleep(0)).catch(() => {});
      say(`${name}'`);
    }
  };
  const nest = (say: (word: string) => void, end: (cancel: () => void) => void) =>
    room.scope(async (scope) => {
      for (const strand of NAMES) scope.spawn(strand, () => leaving(strand, say));
      scope.spawn('inner', () => room.all(['x', 'y'].map((name) => () => leaving(name, say))));
      scope.spawn('ending', () => end(() => scope.cancel()));
      await leaving('body', say);
    });
  await line(room, 'cancelled', (say) => nest(say, (cancel) => cancel()));
  await line(room, 'failed', async (say) => {
    const failed = nest(say, () => {
      throw new Error('one');
    });
    await failed.catch((error: unknown) =>
      say(error instanceof TaskGroupError ? error.errors.join() : 'something else'),
    );
  });
}

/** Who gets a message; the second of a tick is handed to a strand that the first one's ends before it has taken it. */
async function orderOfMessages(room: TheRoom): Promise<void> {
  const [player] = room.players;
  if (player === undefined) return;
  await line(room, 'messages', (say) =>
    room.scope(async (scope) => {
      const take = (strand: string) => player.next('go').then((number) => say(`${strand}${number}`));
      scope.spawn('first', async () => {
        await take('first');
        second.cancel();
      });
      const second = scope.spawn('second', () => take('second'));
      for (const strand of NAMES) scope.spawn(strand, () => take(strand));
    }),
  );
}
