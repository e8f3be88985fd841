/** The clients of the server benchmarks, in a process of their own. */
import { setTimeout as sleep } from 'node:timers/promises';
import { serveOrders } from '../serve-orders.ts';
import { TICK_RATE } from '../walk/field.ts';
import { bareSeats, colyseusSeats } from './reservations.ts';
import { measureLatencies, sendSteadily } from './crowd.ts';
import { BenchPlayer, benchStep } from './player.ts';

export type LoadOrder =
  | { kind: 'sit'; origin: string; door: 'colyseus' | 'bare'; rooms: number; perRoom: number }
  | { kind: 'play'; ms: number }
  | { kind: 'react'; ms: number }
  | { kind: 'leave' };

/** The traffic of all clients while they played. */
export interface LoadTraffic {
  received: number;
  bytes: number;
  /** How long it took, in ms. */
  ms: number;
}

const PERIOD_MS = 1_000 / TICK_RATE;

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

async function play(ms: number): Promise<LoadTraffic> {
  const count = (field: 'received' | 'bytes'): number => players.reduce((sum, player) => sum + player[field], 0);
  const [received, bytes] = [count('received'), count('bytes')];
  const tookMs = await sendSteadily(players.length, PERIOD_MS, ms, (index, slot) =>
    players[index]?.send(benchStep(index + slot)),
  );
  return { received: count('received') - received, bytes: count('bytes') - bytes, ms: tookMs };
}

function react(ms: number): Promise<{ latenciesMs: number[] }> {
  return measureLatencies(players, PERIOD_MS, ms, (player, shown, count) => {
    player.onPatch = shown;
    player.send(benchStep(count));
  });
}

serveOrders<LoadOrder>(async (order) => {
  if (order.kind === 'sit') return sit(order);
  if (order.kind === 'play') return play(order.ms);
  if (order.kind === 'react') return react(order.ms);
  await Promise.all(players.map((player) => player.leave()));
  players = [];
  return {};
});
