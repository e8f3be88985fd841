import { expect, it } from 'vitest';
import { RecoveringRooms } from '../../../server/colyseus/recovering-rooms.ts';

it.each(['KRTWZ', 'KRTWZABCDE'])(
  'a client that asks for the room %s, which is recovered late, waits for it',
  async (code) => {
    const late = new RecoveringRooms();
    late.expect(code);
    const addresses = [
      `/matchmake/joinById/${code}`,
      `/matchmake/reconnect/${code}?x`,
      `/jgB7Y6fKg/${code}?sessionId=a`,
    ];
    const arrivals = addresses.map((address) => late.whenSettled(address)).filter((arrival) => arrival !== undefined);
    expect(arrivals).toHaveLength(addresses.length);
    expect(late.whenSettled('/matchmake/joinById/QQQQQ')).toBeUndefined();
    expect(late.whenSettled('/')).toBeUndefined();
    late.settle(code);
    await Promise.all(arrivals);
    expect(late.has(code)).toBe(false);
  },
);
