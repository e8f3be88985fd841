import { expect, it } from 'vitest';
import type { RoomClient } from '../../../../server/colyseus/room/client-data.ts';
import type { RoomSerializer } from '../../../../server/colyseus/room/serializer.ts';
import { dropSlowReaders } from '../../../../server/colyseus/room/slow-readers.ts';
import { LIMITS } from '../../../../server/host/limits.ts';

/** Whether a client with this many unsent bytes is disconnected, beside a frame of this length. */
function isCut(bufferedAmount: number, frameBytes = 0): boolean {
  const reasons: string[] = [];
  const client = { ref: { bufferedAmount }, socket: { cut: (reason: string) => reasons.push(reason) } };
  const serializer: Pick<RoomSerializer, 'unsentLimit'> = {
    unsentLimit: (_client, _waiting, always) => always + frameBytes,
  };
  dropSlowReaders([client as unknown as RoomClient], serializer as RoomSerializer);
  return reasons.includes('unread');
}

it('one unsent byte beyond the limit of a client disconnects it', () => {
  expect([isCut(LIMITS.unsentBytes), isCut(LIMITS.unsentBytes + 1)]).toEqual([false, true]);
});

it('a frame that is longer than that may wait beside it', () => {
  expect([isCut(LIMITS.unsentBytes + 5_000_000, 5_000_000), isCut(LIMITS.unsentBytes + 5_000_001, 5_000_000)]).toEqual([
    false,
    true,
  ]);
});
