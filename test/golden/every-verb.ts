/** A game that calls every verb of a room in each round, with a checkpoint after each. */
import { schema, t } from '@colyseus/schema';
import { z } from 'zod';
import { buffered, defineGame, type Player, type Room } from '../../shared/runtime/index.ts';

const Hand = schema({ owner: t.string().default(''), card: t.number().default(0).view() }, 'Hand');
const Show = schema({ line: t.string().default('').view() }, 'Show');
const State = schema(
  {
    round: t.number().default(0),
    ticks: t.number().default(0),
    sum: t.number().default(0),
    steps: t.number().default(0),
    show: t.ref(Show),
    log: t.array('string'),
    hands: t.map(Hand),
  },
  'EveryVerb',
);
/** As many numbers as need the second form of an entry. */
const Controls = schema(
  {
    walk: t.uint8().default(0),
    aim: t.int16().default(0),
    fire: t.uint8().default(0),
    jump: t.uint8().default(0),
    zoom: t.int8().default(0),
  },
  'Controls',
);

const spec = {
  state: State,
  messages: { move: z.number(), note: buffered(z.unknown(), 3) },
  questions: { ready: { data: z.object({ round: z.number() }), answer: z.boolean() } },
  notices: { hello: z.string() },
  effects: { fetch: { args: z.object({ url: z.string() }), result: z.string() } },
  input: {
    frame: Controls,
    ranges: { walk: [0, 8], aim: [-512, 511], fire: [0, 1], jump: [0, 1], zoom: [-3, 3] },
    rewindMs: 250,
  },
  checkpoint: z.object({ round: z.number() }),
} as const;
type TheRoom = Room<typeof spec>;
type ThePlayer = Player<typeof spec>;

/** The rounds of a whole match. */
export const ROUNDS = 6;

export const everyVerb = defineGame({
  name: 'every-verb',
  title: 'Every verb',
  seats: { min: 1, max: 4 },
  tickRate: 20,
  ...spec,
  play: (room, from) => play(room, from?.round ?? 0),
});

async function play(room: TheRoom, round: number): Promise<void> {
  const { state } = room;
  if (round === 0) {
    await room.seated(2);
    room.addBots(1);
    await room.seated(3);
    room.joinable = false;
  }
  if (round === ROUNDS) return;
  state.round = round + 1;
  room.onTick(() => void state.ticks++);
  room.onTick(() => void (state.steps += stepsOf(room)));
  room.every(200, () => void (state.sum += room.random.int(0, 9)));
  deal(room);
  state.show = new Show({ line: `round ${round}` });
  room.spectatorView.add(state.show);
  const people = room.players.filter(({ bot }) => !bot);
  await withPlayers(room, people);
  await withScopes(room);
  await withTasks(room);
  await withTools(room);
  if (round === ROUNDS - 1) people.at(-1)?.kick('the last round is over');
  await room.checkpoint({ round: round + 1 });
}

/** Something that differs where any number of any frame does. */
function stepsOf(room: TheRoom): number {
  let sum = 0;
  for (const { inputs, seat } of room.players) {
    for (const { walk, aim, fire, jump, zoom, seenMsAgo } of inputs)
      sum += (seat + 1) * (walk + 10 * aim + 5 * fire + 3 * jump + 7 * zoom + seenMsAgo);
  }
  return sum;
}

/** Each player sees its own card, and no other. */
function deal(room: TheRoom): void {
  for (const player of room.players) {
    const hand = new Hand({ owner: player.name, card: room.random.int(1, 52) });
    room.state.hands.set(player.id, hand);
    player.view.add(hand);
  }
}

function note(room: TheRoom, text: string): void {
  room.state.log.push(`${room.tick} ${text}`);
  if (room.state.log.length > 12) room.state.log.shift();
}

async function withPlayers(room: TheRoom, people: readonly ThePlayer[]): Promise<void> {
  room.notifyAll('hello', 'everybody');
  room.notifySpectators('hello', 'crowd');
  const greeter = room.spawn('greeter', async () => {
    for await (const player of room.arrivals()) player.notify('hello', player.name);
  });
  const moves = await room.all(
    people.map(
      (player) => () =>
        player.next('move', { timeoutMs: 400, otherwise: -1, refuse: (move) => (move < 0 ? 'too low' : undefined) }),
    ),
  );
  note(room, `moves ${moves.join(' ')}`);
  await room.within(150, async () => {
    for await (const data of people[0]?.messages('note') ?? []) note(room, `note ${JSON.stringify(data)}`);
  });
  const ready = await room.race(
    people.map(
      (player) => () => player.ask('ready', { round: room.state.round }, { timeoutMs: 300, otherwise: false }),
    ),
  );
  note(room, `ready ${ready}`);
  const page = await room
    .timeout(400, () => room.effect('fetch', { url: `round ${room.state.round}` }))
    .catch(() => 'failed');
  note(room, `fetched ${page}`);
  greeter.cancel();
}

async function withScopes(room: TheRoom): Promise<void> {
  await room.scope(async (scope) => {
    scope.spawn('long', async () => {
      try {
        await room.sleep(10_000);
      } finally {
        await room.shield(100, () => room.sleep(50));
        note(room, 'cleaned up');
      }
    });
    scope.deadline = room.now + 150;
    await room.nextTick();
    await room.sleep(0);
    scope.cancel();
  });
  const settled = await room.allSettled([() => room.sleep(50), () => room.timeout(50, () => room.sleep(1000))]);
  const first = await room.any([
    () => Promise.reject(new Error('no')),
    async () => {
      await room.sleep(room.random.int(20, 200));
      return room.now;
    },
  ]);
  note(room, `${settled.map(({ status }) => status).join(' ')} ${first}`);
}

async function withTasks(room: TheRoom): Promise<void> {
  const { ticks } = room.state;
  const doubled = await room.spawn('double', () => 2 * ticks).join();
  await room.until(() => room.state.ticks > ticks);
  note(room, `joined ${doubled}`);
}

async function withTools(room: TheRoom): Promise<void> {
  const queue = room.queue<number>(1);
  const event = room.event();
  const lock = room.semaphore(1);
  const changed = room.condition();
  const meeting = room.barrier(2);
  let count = 0;
  await room.all([
    async () => {
      queue.tryPut(1);
      await queue.put(2);
      await queue.join();
      queue.close();
      event.set();
    },
    async () => {
      for await (const item of queue) {
        count += item;
        queue.done();
        changed.notifyAll();
      }
    },
    () => changed.waitFor(() => count === 3),
    () => room.within(100, () => changed.wait()),
    async () => {
      await event.wait();
      event.clear();
      await meeting.wait();
    },
    async () => {
      await lock.use(() => room.sleep(50));
      await lock.acquire();
      lock.release();
      await meeting.wait();
    },
    () => room.within(100, () => room.queue<number>(1).take()),
  ]);
  note(room, `counted ${count}`);
}
