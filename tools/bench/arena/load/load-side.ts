/** The players of the arenas, in a process of their own. */
import { setTimeout as sleep } from 'node:timers/promises';
import { TICK_RATE } from '../../../../shared/games/arena/constants.ts';
import { measureLatencies, sendSteadily } from '../../load/crowd.ts';
import { colyseusSeats } from '../../load/reservations.ts';
import { serveOrders } from '../../serve-orders.ts';
import { ArenaBenchPlayer } from './gunner.ts';

/** Each order is for one of the crowds, which are there side by side. */
export type ArenaOrder = { readonly crowd: string } & (
  | { kind: 'sit'; origin: string; room: string; rooms: number; perRoom: number }
  | { kind: 'play'; ms: number }
  | { kind: 'react'; ms: number }
  | { kind: 'leave' }
);

/** What went through while they played, of all players of the crowd together. */
export interface ArenaTraffic {
  patches: number;
  bytes: number;
  /** How long it took, in ms. */
  ms: number;
  /** How far apart the patches of one player came: one in a hundred was farther. */
  gapP99Ms: number;
}

const PERIOD_MS = 1_000 / TICK_RATE;

const crowds = new Map<string, ArenaBenchPlayer[]>();

async function sit({ crowd, origin, room, rooms, perRoom }: Extract<ArenaOrder, { kind: 'sit' }>): Promise<object> {
  const gunners: ArenaBenchPlayer[] = [];
  // No map is for fewer than two.
  const options = { seats: Math.max(2, perRoom), fill: 0 };
  for (let index = 0; index < rooms; index++) {
    const addresses = await colyseusSeats(origin, perRoom, room, options);
    const first = gunners.length;
    gunners.push(...(await Promise.all(addresses.map((address, seat) => ArenaBenchPlayer.sit(address, first + seat)))));
    // Otherwise all rooms of a server that gives each its own timers would beat as one.
    await sleep(Math.random() * PERIOD_MS);
  }
  crowds.set(crowd, gunners);
  return { players: gunners.length };
}

async function play(gunners: readonly ArenaBenchPlayer[], ms: number): Promise<ArenaTraffic> {
  for (const gunner of gunners) gunner.arrivals = [];
  const count = (field: 'patches' | 'bytes'): number => gunners.reduce((sum, gunner) => sum + gunner[field], 0);
  const [patches, bytes] = [count('patches'), count('bytes')];
  const tookMs = await sendSteadily(gunners.length, PERIOD_MS, ms, (index) => gunners[index]?.send());
  return {
    patches: count('patches') - patches,
    bytes: count('bytes') - bytes,
    ms: tookMs,
    gapP99Ms: gapP99(gunners),
  };
}

function gapP99(gunners: readonly ArenaBenchPlayer[]): number {
  const gaps = gunners.flatMap(({ arrivals = [] }) =>
    arrivals.slice(1).map((at, index) => at - (arrivals[index] ?? at)),
  );
  for (const gunner of gunners) gunner.arrivals = undefined;
  return Float64Array.from(gaps).sort()[Math.floor(gaps.length * 0.99)] ?? Number.NaN;
}

function react(gunners: readonly ArenaBenchPlayer[], ms: number): Promise<{ latenciesMs: number[] }> {
  return measureLatencies(gunners, PERIOD_MS, ms, (gunner, shown) => {
    gunner.send();
    const { sent } = gunner;
    gunner.onAck = (ack) => {
      if (ack >= sent) shown();
    };
  });
}

serveOrders<ArenaOrder>(async (order) => {
  if (order.kind === 'sit') return sit(order);
  const gunners = crowds.get(order.crowd) ?? [];
  if (order.kind === 'play') return play(gunners, order.ms);
  if (order.kind === 'react') return react(gunners, order.ms);
  await Promise.all(gunners.map((gunner) => gunner.leave()));
  crowds.delete(order.crowd);
  return {};
});
