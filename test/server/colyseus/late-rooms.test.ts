import { expect, it } from 'vitest';
import { LateRooms } from '../../../server/colyseus/late-rooms.ts';

it.each(['KRTWZ', 'KRTWZABCDE'])('whoever asks for the room %s, which is late, waits for it', async (code) => {
  const late = new LateRooms();
  late.expect(code);
  const addresses = [`/matchmake/joinById/${code}`, `/matchmake/reconnect/${code}?x`, `/jgB7Y6fKg/${code}?sessionId=a`];
  const arrivals = addresses.map((address) => late.arrivalOf(address)).filter((arrival) => arrival !== undefined);
  expect(arrivals).toHaveLength(addresses.length);
  expect(late.arrivalOf('/matchmake/joinById/QQQQQ')).toBeUndefined();
  expect(late.arrivalOf('/')).toBeUndefined();
  late.arrived(code);
  await Promise.all(arrivals);
  expect(late.has(code)).toBe(false);
});
