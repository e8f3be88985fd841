import { expect, it } from 'vitest';
import { AddressTraffic, type SocketTraffic } from '../../../server/admission/traffic.ts';
import { groupAddress } from '../../../server/admission/client-address.ts';
import { ADDRESS_LIMITS, LIMITS } from '../../../server/host/limits.ts';

const [HERE, THERE] = ['10.0.0.1', '10.0.0.2'].map(groupAddress) as [ReturnType<typeof groupAddress>, never];
const { frames: sharedFrames, bytes: sharedBytes, leastPlayers } = ADDRESS_LIMITS.traffic;

/** How many frames of one byte a socket may send at this moment. */
function sent(traffic: SocketTraffic, nowMs: number, tries = 100_000): number {
  for (let count = 0; count < tries; count++) if (traffic.take(nowMs, 1, 1) !== undefined) return count;
  return tries;
}

it('a socket sends its burst at once, and then a number of frames per second', () => {
  const traffic = new AddressTraffic(1_000).of(HERE);
  expect(sent(traffic, 0)).toBe(LIMITS.frameBurst);
  expect(sent(traffic, 1_000)).toBe(LIMITS.framesPerSecond);
  expect(sent(traffic, 1_500)).toBe(LIMITS.framesPerSecond / 2);
});

it('a socket sends a number of bytes at once, and then a number per second', () => {
  const traffic = new AddressTraffic(1_000).of(HERE);
  expect(traffic.take(0, 1, LIMITS.byteBurst)).toBeUndefined();
  expect(traffic.take(0, 1, 1)).toBe('socket');
  expect(traffic.take(1_000, 1, LIMITS.bytesPerSecond)).toBeUndefined();
  expect(traffic.take(1_000, 1, 1)).toBe('socket');
});

it('sockets of an address share what goes beyond the assured part of each', () => {
  const traffic = new AddressTraffic(20);
  const sockets = Array.from({ length: 3 }, () => traffic.of(HERE));
  const all = sockets.reduce((sum, socket) => sum + sent(socket, 0), 0);
  expect(all).toBe(3 * LIMITS.assuredFrameBurst + 20 * sharedFrames.burst);
  expect(sockets[0]?.take(0, 1, 1)).toBe('address');
});

it('the bytes that they share have a bound too', () => {
  const traffic = new AddressTraffic(1);
  const shared = leastPlayers * sharedBytes.burst;
  const [one, other] = [traffic.of(HERE), traffic.of(HERE)];
  expect(one.take(0, 1, LIMITS.assuredByteBurst + shared)).toBeUndefined();
  expect(other.take(0, 1, LIMITS.assuredByteBurst)).toBeUndefined();
  expect(other.take(0, 1, 1)).toBe('address');
  expect(other.take(1_000, 1, LIMITS.assuredBytesPerSecond + leastPlayers * sharedBytes.perSecond)).toBeUndefined();
  expect(other.take(1_000, 1, 1)).toBe('address');
});

it('one socket of an address leaves the others their assured part', () => {
  const traffic = new AddressTraffic(1);
  const [greedy, modest] = [traffic.of(HERE), traffic.of(HERE)];
  sent(greedy, 0);
  let taken = 0;
  for (let nowMs = 0; nowMs < 60_000; nowMs += 50) {
    sent(greedy, nowMs);
    for (let count = 0; count < (LIMITS.assuredFramesPerSecond * 50) / 1_000; count++)
      if (modest.take(nowMs, 1, 20) === undefined) taken++;
  }
  expect(taken).toBe(60 * LIMITS.assuredFramesPerSecond);
});

it('another address is not asked', () => {
  const traffic = new AddressTraffic(1);
  sent(traffic.of(HERE), 0);
  expect(sent(traffic.of(THERE), 0)).toBe(LIMITS.assuredFrameBurst + leastPlayers * sharedFrames.burst);
});

it('closing its sockets gives an address nothing back, and it is forgotten when it has all again', () => {
  const traffic = new AddressTraffic(1);
  sent(traffic.of(HERE), 0);
  traffic.forgetIdle(0, () => false);
  expect(sent(traffic.of(HERE), 0)).toBe(LIMITS.assuredFrameBurst);
  const refilledMs = (1_000 * sharedFrames.burst) / sharedFrames.perSecond;
  traffic.forgetIdle(refilledMs, () => true);
  expect(traffic.size).toBe(1);
  traffic.forgetIdle(refilledMs, () => false);
  expect(traffic.size).toBe(0);
});
