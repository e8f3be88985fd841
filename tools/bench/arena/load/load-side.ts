/** The players of the arenas, in a process of their own. */
import { setTimeout as sleep } from 'node:timers/promises';
import { TICK_RATE } from '../../../../shared/games/arena/constants.ts';
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
  sent: number;
  patches: number;
  bytes: number;
  /** How long it took, in ms. */
  ms: number;
  /** How far apart the patches of one player came: one in a hundred was farther. */
  gapP99Ms: number;
}

/** A patch that takes longer will not come: the frame got lost. */
const PATCH_WITHIN_MS = 10_000;
const PERIOD_MS = 1_000 / TICK_RATE;
/** Their frames are spread over the tick in this many groups. */
const GROUPS = 10;

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

/** Every player sends once a tick, each at its own place in it. */
async function play(gunners: readonly ArenaBenchPlayer[], ms: number): Promise<ArenaTraffic> {
  for (const gunner of gunners) gunner.arrivals = [];
  const before = count(gunners);
  const start = performance.now();
  const slots = (ms / PERIOD_MS) * GROUPS;
  let sent = 0;
  for (let slot = 0; slot < slots; slot++) {
    for (let index = slot % GROUPS; index < gunners.length; index += GROUPS) {
      gunners[index]?.send();
      sent++;
    }
    const next = start + ((slot + 1) * PERIOD_MS) / GROUPS;
    await sleep(Math.max(0, next - performance.now()));
  }
  const after = count(gunners);
  return {
    sent,
    patches: after.patches - before.patches,
    bytes: after.bytes - before.bytes,
    ms: performance.now() - start,
    gapP99Ms: gapP99(gunners),
  };
}

function count(gunners: readonly ArenaBenchPlayer[]): { patches: number; bytes: number } {
  let patches = 0;
  let bytes = 0;
  for (const gunner of gunners) {
    patches += gunner.patches;
    bytes += gunner.bytes;
  }
  return { patches, bytes };
}

function gapP99(gunners: readonly ArenaBenchPlayer[]): number {
  const gaps = gunners.flatMap(({ arrivals = [] }) =>
    arrivals.slice(1).map((at, index) => at - (arrivals[index] ?? at)),
  );
  for (const gunner of gunners) gunner.arrivals = undefined;
  return Float64Array.from(gaps).sort()[Math.floor(gaps.length * 0.99)] ?? Number.NaN;
}

/** Every player sends a frame, waits for the patch that shows it, rests for a while, and begins again. */
async function react(gunners: readonly ArenaBenchPlayer[], ms: number): Promise<{ latenciesMs: number[] }> {
  const end = performance.now() + ms;
  const latenciesMs: number[] = [];
  const one = async (gunner: ArenaBenchPlayer): Promise<void> => {
    await sleep(Math.random() * 2 * PERIOD_MS);
    while (performance.now() < end) {
      const shown = Promise.withResolvers<void>();
      const start = performance.now();
      gunner.send();
      const { sent } = gunner;
      gunner.onAck = (ack) => {
        if (ack >= sent) shown.resolve();
      };
      const timer = setTimeout(() => shown.reject(new Error('no patch has shown an input frame')), PATCH_WITHIN_MS);
      await shown.promise;
      clearTimeout(timer);
      latenciesMs.push(performance.now() - start);
      await sleep(Math.random() * 2 * PERIOD_MS);
    }
    gunner.onAck = undefined;
  };
  await Promise.all(gunners.map(one));
  return { latenciesMs };
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
