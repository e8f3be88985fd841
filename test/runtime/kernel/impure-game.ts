/** What a script must never do, a sin each. Every one of them is caught by something, which impure.test.ts shows. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { schema, t } from '@colyseus/schema';
import { z } from 'zod';
import { defineGame, type Room } from '../../../shared/runtime/index.ts';

const State = schema(
  { total: t.number().default(0), said: t.string().default(''), scores: t.map('number') },
  'ImpureState',
);

const spec = { state: State, options: z.object({ sin: z.string() }), messages: {}, notices: { hello: z.string() } };

type ImpureRoom = Room<typeof spec>;

/** Outlives matches, as state of a module does. */
let matches = 0;
/** The same in a constant. */
const world = { matches: 0, promise: new Promise<void>(() => {}), rooms: [] as ImpureRoom[] };

export const storage = new AsyncLocalStorage<string>();

const sins: Readonly<Record<string, (room: ImpureRoom) => unknown>> = {
  'reads the clock': (room) => (room.state.total = Date.now()),
  'makes a date': (room) => (room.state.said = new Date().toISOString()),
  'draws by chance': (room) => (room.state.total = Math.random()),
  'sets a timer': () => setTimeout(() => {}, 10),
  'fetches a page': () => fetch('http://127.0.0.1'),
  'keeps state in a variable': (room) => (room.state.total = ++matches),
  'keeps state in a constant': (room) => (room.state.total = ++world.matches),
  async 'does another thing the second time'(room) {
    if (++world.matches % 2 === 0) room.notifyAll('hello', 'again');
    await room.sleep(100);
  },
  'goes another way with the same result': (room) => (++world.matches % 2 === 0 ? room.nextTick() : room.sleep(50)),
  'draws once more the second time'(room) {
    if (++world.matches % 2 === 0) room.random.int(1, 6);
  },
  'depends on the order of keys'(room) {
    const scores = ++world.matches % 2 === 0 ? { ann: 1, bob: 2 } : { bob: 2, ann: 1 };
    for (const [name, score] of Object.entries(scores)) room.state.scores.set(name, score);
  },
  'depends on the context of its host': (room) => (room.state.said = storage.getStore() ?? 'nothing'),
  'awaits a promise of the module': () => world.promise,
  async 'calls another room'(room) {
    const [other] = world.rooms.splice(0, 1, room);
    await (other ?? room).sleep(10_000);
  },
  async 'awaits what another room awaits'(room) {
    if (++world.matches % 2 === 0) await world.promise;
    else await (world.promise = room.sleep(10_000));
  },
  async 'lets a promise float that fails'(room) {
    void Promise.reject(new Error('nobody awaits this'));
    await room.sleep(10_000);
  },
};

export const impure = defineGame({
  name: 'impure',
  title: 'Impure',
  seats: { min: 1, max: 1 },
  tickRate: 20,
  ...spec,
  async play(room) {
    await sins[room.options.sin]?.(room);
    await room.sleep(10_000);
  },
});
