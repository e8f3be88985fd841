import { ClientState } from '@colyseus/core';
import { expect, it } from 'vitest';
import { UnsyncedClients } from '../../../../server/colyseus/room/unsynced-clients.ts';
import { ClientData, type RoomClient } from '../../../../server/colyseus/room/client-data.ts';
import { LIMITS } from '../../../../server/host/limits.ts';
import { Member } from '../../../../server/host/members/member.ts';

const { JOINING } = ClientState;

function absence(client: Partial<RoomClient> | undefined) {
  const match = {
    tick: 0,
    start: { format: 1, game: 'x', matchId: 'X', seed: '1', options: {}, tickRate: 20, code: '' } as const,
  };
  const absent = new UnsyncedClients(match, { get: () => client as RoomClient | undefined });
  const guest = new ClientData(new Member({ id: 'ann', name: 'Ann', spectator: false, bot: false }, { tickRate: 20 }));
  absent.add(guest);
  return {
    absent,
    guest,
    match,
    /** A tick passes. */
    pass(): void {
      match.tick++;
      absent.review();
    },
  };
}

it('a client that does not confirm its join in time is disconnected, once', () => {
  const reasons: unknown[] = [];
  const { match, pass } = absence({ state: JOINING, leave: (...why) => void reasons.push(why) });
  match.tick = (LIMITS.confirmMs / 1000) * 20 - 1;
  pass();
  expect(reasons).toEqual([]);
  pass();
  pass();
  expect(reasons).toEqual([[4023, 'the join was not confirmed']]);
});

it('the time to confirm counts from the return', () => {
  const reasons: unknown[] = [];
  const { absent, guest, match, pass } = absence({ state: JOINING, leave: (...why) => void reasons.push(why) });
  match.tick = (LIMITS.confirmMs / 1000) * 20 * 3;
  absent.add(guest);
  pass();
  expect(reasons).toEqual([]);
});
