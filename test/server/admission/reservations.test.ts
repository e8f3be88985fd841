import { expect, it, vi } from 'vitest';
import { groupAddress } from '../../../server/admission/client-address.ts';
import { PendingReservations, type PendingReservation } from '../../../server/admission/reservations.ts';

const ANN = groupAddress('203.0.113.1');
const BOB = groupAddress('203.0.113.2');
const EVE = groupAddress('203.0.113.3');

/** The seats of a room, and what becomes of those that are promised. */
function seats() {
  const timers = new Map<() => void, number>();
  const reservations = new PendingReservations(10_000, (ms, fn) => {
    timers.set(fn, ms);
    return () => timers.delete(fn);
  });
  let count = 0;
  const promise = (address = ANN, { counts = true, spectator = false } = {}) => {
    const over = vi.fn<PendingReservation['over']>();
    const id = `guest ${++count}`;
    reservations.add(id, { address, counts, spectator, over });
    return { id, over };
  };
  const wait = (): void => [...timers.keys()].forEach((fn) => fn());
  return { reservations, promise, wait, timers };
}

it('a network sees all seats that were promised to it as taken, so those who come together are spread over tables', () => {
  const { reservations, promise } = seats();
  for (let left = 4; left > 0; left--) promise(ANN);
  expect(reservations.seenFrom(ANN)).toBe(4);
});

it('others see at most one of them as taken', () => {
  const { reservations, promise } = seats();
  for (let left = 69; left > 0; left--) promise(EVE);
  promise(BOB);
  expect(reservations.seenFrom(ANN)).toBe(2);
});

it('others see none of a network that has let such seats go before', () => {
  const { reservations, promise } = seats();
  promise(EVE, { counts: false });
  expect(reservations.seenFrom(ANN)).toBe(0);
  expect(reservations.seenFrom(EVE)).toBe(1);
});

it('those who only watch take no seat', () => {
  const { reservations, promise } = seats();
  promise(ANN, { spectator: true });
  expect(reservations.seenFrom(ANN)).toBe(0);
  expect(reservations.of(ANN)).toBe(1);
});

it('a seat that is taken up in time is no promise any more', () => {
  const { reservations, promise, wait } = seats();
  const { id, over } = promise();
  reservations.takenUp(id);
  wait();
  expect(over).toHaveBeenCalledExactlyOnceWith(true);
  expect(reservations.size).toBe(0);
});

it('one that nobody takes up is free again after a while, and told as such', () => {
  const { reservations, promise, wait } = seats();
  const { id, over } = promise();
  wait();
  reservations.takenUp(id);
  expect(over).toHaveBeenCalledExactlyOnceWith(false);
  expect(reservations.seenFrom(ANN)).toBe(0);
});

it('when the room closes, none is left waiting', () => {
  const { reservations, promise, timers } = seats();
  const promises = [promise(ANN), promise(BOB)];
  reservations.clear();
  for (const { over } of promises) expect(over).toHaveBeenCalledExactlyOnceWith(false);
  expect(timers.size).toBe(0);
});
