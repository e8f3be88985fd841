/** The clients of the server benchmarks, in a process of their own. */
import { setTimeout as sleep } from 'node:timers/promises';
import { serveOrders } from '../serve-orders.ts';
import { TICK_RATE } from '../walk/field.ts';
import { bareSeats, colyseusSeats } from './reservations.ts';
import { BenchPlayer, BENCH_STEPS } from './player.ts';

export type LoadOrder =
  | { kind: 'sit'; origin: string; door: 'colyseus' | 'bare'; rooms: number; perRoom: number }
  | { kind: 'play'; ms: number }
  | { kind: 'react'; ms: number }
  | { kind: 'leave' };

/** The traffic of all clients while they played. */
export interface LoadTraffic {
  sent: number;
  received: number;
  bytes: number;
  /** How long it took, in ms. */
  ms: number;
}

/** A patch that takes longer does not come: the message was lost. */
const PATCH_WITHIN_MS = 10_000;
const PERIOD_MS = 1_000 / TICK_RATE;
/** Frames are spread over the tick in this many groups. */
const GROUPS = 10;

let players: BenchPlayer[] = [];

async function sit({ origin, door, rooms, perRoom }: Extract<LoadOrder, { kind: 'sit' }>): Promise<object> {
  const seats = door === 'bare' ? bareSeats : colyseusSeats;
  players = [];
  for (let room = 0; room < rooms; room++) {
    const addresses = await seats(origin, perRoom);
    players.push(...(await Promise.all(addresses.map((address) => BenchPlayer.sit(address, door === 'colyseus')))));
    // Otherwise the timers of all rooms would fire at once, where each room has its own.
    await sleep(Math.random() * 20);
  }
  return { players: players.length };
}

/** Every client sends once a tick, at its own place in it. */
async function play(ms: number): Promise<LoadTraffic> {
  const before = count();
  const start = performance.now();
  const slots = (ms / PERIOD_MS) * GROUPS;
  let sent = 0;
  for (let slot = 0; slot < slots; slot++) {
    for (let index = slot % GROUPS; index < players.length; index += GROUPS) {
      players[index]?.send(BENCH_STEPS[(index + slot) % BENCH_STEPS.length] ?? Buffer.alloc(0));
      sent++;
    }
    const next = start + ((slot + 1) * PERIOD_MS) / GROUPS;
    await sleep(Math.max(0, next - performance.now()));
  }
  const after = count();
  return {
    sent,
    received: after.received - before.received,
    bytes: after.bytes - before.bytes,
    ms: performance.now() - start,
  };
}

function count(): { received: number; bytes: number } {
  let received = 0;
  let bytes = 0;
  for (const player of players) {
    received += player.received;
    bytes += player.bytes;
  }
  return { received, bytes };
}

/** Every client sends, waits for the patch that shows it, rests for a while, and begins again. */
async function react(ms: number): Promise<{ latenciesMs: number[] }> {
  const end = performance.now() + ms;
  const latenciesMs: number[] = [];
  const one = async (player: BenchPlayer): Promise<void> => {
    while (performance.now() < end) {
      const start = performance.now();
      const patched = Promise.withResolvers<void>();
      player.onPatch = patched.resolve;
      const timer = setTimeout(
        () => patched.reject(new Error('a message was never shown by a patch')),
        PATCH_WITHIN_MS,
      );
      player.send(BENCH_STEPS[latenciesMs.length % BENCH_STEPS.length] ?? Buffer.alloc(0));
      await patched.promise;
      clearTimeout(timer);
      latenciesMs.push(performance.now() - start);
      await sleep(Math.random() * 2 * PERIOD_MS);
    }
  };
  await Promise.all(players.map(one));
  return { latenciesMs };
}

serveOrders<LoadOrder>(async (order) => {
  if (order.kind === 'sit') return sit(order);
  if (order.kind === 'play') return play(order.ms);
  if (order.kind === 'react') return react(order.ms);
  await Promise.all(players.map((player) => player.leave()));
  players = [];
  return {};
});
