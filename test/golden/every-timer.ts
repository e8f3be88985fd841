/** A game of timers: what is paused, cut off, partly done and held while a player is away shows in its state. */
import { schema, t } from '@colyseus/schema';
import { z } from 'zod';
import { defineGame, type Room, type ScopeHandle } from '../../shared/runtime/index.ts';

const spec = {
  state: schema({ log: t.array('string'), seconds: t.number().default(0) }, 'EveryTimer'),
  messages: { go: z.number() },
  checkpoint: z.object({ round: z.number() }),
};
type TheRoom = Room<typeof spec>;

const ROUNDS = 3;

export const everyTimer = defineGame({
  name: 'every-timer',
  title: 'Every timer',
  seats: { min: 1, max: 1 },
  tickRate: 20,
  ...spec,
  async play(room, from) {
    const round = from?.round ?? 1;
    const [ann] = await room.seated(1);
    const say = (what: string): void => void room.state.log.push(`${round}: ${what} at ${room.now}`);
    room.every(1_000, () => room.state.seconds++);

    await room.sleepUntil(room.now + 130);
    say('sleepUntil');
    await paused(room, say);
    const first = await room.some(
      2,
      [300, 100, 200].map((ms) => () => room.sleep(ms).then(() => ms)),
    );
    const partly = await room.some(
      2,
      [100, 10_000].map((ms) => () => room.sleep(ms).then(() => ms)),
      { timeoutMs: 250 },
    );
    say(`some ${first.join(' ')}, ${partly.join(' ')}`);
    const settled = await room.allSettled([() => room.sleep(50), () => room.sleep(10_000)], { timeoutMs: 200 });
    say(`allSettled ${settled.map(({ status }) => status).join(' ')}`);
    const late = await room.within(100, () => room.sleep(10_000), { otherwise: 'late' });
    say(`within ${String(late)}`);
    const cutOff = await room.timeout(100, async () => void room.spawn('long', () => room.sleep(10_000))).catch(String);
    say(`timeout ${cutOff}`);
    await disposed(room, say);
    const move = await ann.pauseWhileAway(() => ann.next('go', { timeoutMs: 600, otherwise: -1 }));
    say(`pauseWhileAway ${move}`);
    if (round < ROUNDS) await room.checkpoint({ round: round + 1 });
  },
});

async function paused(room: TheRoom, say: (what: string) => void): Promise<void> {
  await room.scope(async (outer) => {
    let inner: ScopeHandle | undefined;
    outer.spawn('inner', () =>
      room.within(400, async (scope) => {
        inner = scope;
        scope.signal.addEventListener('abort', () => say('signal'));
        scope.spawn('sleeper', () => room.sleep(150).then(() => say('sleep')));
        room.every(100, () => say('every'));
        await room.sleep(10_000);
      }),
    );
    await room.sleep(100);
    inner?.pause();
    await room.sleep(500);
    say(`paused, ${inner?.remainingMs} ms left`);
    inner?.resume();
  });
}

async function disposed(room: TheRoom, say: (what: string) => void): Promise<void> {
  const lock = room.semaphore(1);
  {
    using permit = await lock.acquire();
    await using task = room.spawn('task', () => room.sleep(10_000));
    await room.nextTick();
    say(`task ${task.state}, ${lock.free} free of ${typeof permit}`);
  }
  say(`${lock.free} free`);
}
