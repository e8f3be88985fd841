import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Admission } from '../../../server/admission/admission.ts';
import { AddressBudgets } from '../../../server/admission/budgets.ts';
import { groupAddress } from '../../../server/admission/client-address.ts';
import type { MeasuredRoom, FullReason } from '../../../server/admission/load.ts';
import { LIMITS } from '../../../server/host/limits.ts';

const ANN = groupAddress('203.0.113.1');
const BOB = groupAddress('203.0.113.2');
const PLAN = { seats: 4, tickRate: 20 };
const ROOM: MeasuredRoom = { tickRate: 20, match: { tick: 0, seatCount: 4, players: [] } };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** An admission with room for as many players behind an address. */
function admissionFor(players: number) {
  const server: { rooms: number; full: FullReason | undefined; shares: number } = {
    rooms: 0,
    full: undefined,
    shares: 99,
  };
  const roomRefused = vi.fn<(reason: string) => void>();
  const budgets = new AddressBudgets(players);
  const admission = new Admission({
    budgets,
    load: { whyFull: () => server.full, isMoreThanOnesShare: (rooms) => [...rooms].length >= server.shares },
    metrics: { roomRefused },
    log: { warn: () => {} },
    rooms: () => server.rooms,
  });
  return { admission, budgets, server, roomRefused };
}

it('an address opens a bounded number of rooms in a minute', async () => {
  const { admission } = admissionFor(4);
  for (let left = 2; left > 0; left--) (await admission.open(ANN, PLAN)).closed();
  await expect(admission.open(ANN, PLAN)).rejects.toMatchObject({
    status: 429,
    message: 'your network has opened too many tables: wait a minute',
    retryAfterMs: 60_000,
  });
  await expect(admission.open(BOB, PLAN)).resolves.toBeDefined();
  vi.advanceTimersByTime(60_000);
  await expect(admission.open(ANN, PLAN)).resolves.toBeDefined();
});

it('an address has a bounded number of rooms open at a time, and one that has closed makes room for another', async () => {
  const { admission } = admissionFor(4);
  const openings = [await admission.open(ANN, PLAN), await admission.open(ANN, PLAN)];
  vi.advanceTimersByTime(60_000);
  await expect(admission.open(ANN, PLAN)).rejects.toMatchObject({ status: 429 });
  openings[0]?.closed();
  openings[0]?.closed();
  vi.advanceTimersByTime(60_000);
  await expect(admission.open(ANN, PLAN)).resolves.toBeDefined();
});

it('the room is not held when its seats are too many', async () => {
  const { admission, budgets } = admissionFor(4);
  await admission.open(ANN, PLAN);
  await expect(admission.open(ANN, { seats: 5, tickRate: 20 })).rejects.toMatchObject({ status: 429 });
  expect(budgets.heldBy(ANN, 'rooms')).toBe(1);
});

it('one table of any size fits, however few players are expected behind an address', async () => {
  const { admission, server } = admissionFor(1);
  server.shares = 0;
  await expect(admission.open(ANN, { seats: 60, tickRate: 30 })).resolves.toBeDefined();
});

it('its rooms take no more than its share of the server', async () => {
  const { admission, server, roomRefused } = admissionFor(80);
  server.shares = 1;
  const opening = await admission.open(ANN, PLAN);
  opening.opened(ROOM);
  await expect(admission.open(ANN, PLAN)).rejects.toMatchObject({ status: 429 });
  expect(roomRefused).toHaveBeenCalledExactlyOnceWith('share');
  await expect(admission.open(BOB, PLAN)).resolves.toBeDefined();
  opening.closed();
  await expect(admission.open(ANN, PLAN)).resolves.toBeDefined();
});

it.each([
  ['rooms', { rooms: LIMITS.rooms }],
  ['busy', { full: 'busy' }],
  ['late', { full: 'late' }],
  ['memory', { full: 'memory' }],
] as const)('a server that is full (%s) opens no room, and holds nothing against anybody', async (why, state) => {
  const { admission, budgets, server, roomRefused } = admissionFor(80);
  Object.assign(server, state);
  await expect(admission.open(ANN, PLAN)).rejects.toMatchObject({
    status: 503,
    message: 'the server is full: try later',
  });
  expect(roomRefused).toHaveBeenCalledExactlyOnceWith(why);
  expect(budgets.heldBy(ANN, 'rooms')).toBe(0);
  expect(await budgets.hasTaken(ANN, 'creations')).toBe(false);
});

it('rooms that are asked for at once count for each other', async () => {
  const { admission, server } = admissionFor(80);
  server.shares = 2;
  const settled = await Promise.allSettled(Array.from({ length: 10 }, () => admission.open(ANN, PLAN)));
  expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  server.rooms = LIMITS.rooms - 3;
  expect(await Promise.allSettled([BOB, BOB].map((address) => admission.open(address, PLAN)))).toMatchObject([
    { status: 'fulfilled' },
    { status: 'rejected', reason: { status: 503 } },
  ]);
});
