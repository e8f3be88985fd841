import { ClientState } from '@colyseus/core';
import { expect, it } from 'vitest';
import { Absent } from '../../../server/colyseus/absent.ts';
import { Guest, type GuestClient } from '../../../server/colyseus/guest.ts';
import { LIMITS } from '../../../server/host/limits.ts';
import { Member } from '../../../server/host/member.ts';

const { JOINING, JOINED } = ClientState;

function absence(client: Partial<GuestClient> | undefined) {
  const match = {
    tick: 0,
    start: { format: 1, game: 'x', matchId: 'X', seed: '1', options: {}, tickRate: 20, code: '' } as const,
  };
  const absent = new Absent(match, { get: () => client as GuestClient | undefined });
  const guest = new Guest(new Member({ id: 'ann', name: 'Ann', spectator: false, bot: false }, 20));
  absent.add(guest);
  return {
    guest,
    match,
    /** A tick passes. */
    pass(): void {
      match.tick++;
      absent.review();
    },
  };
}

it('a client that is there has no use for its older tokens any more', () => {
  const { guest, pass } = absence({ state: JOINED });
  guest.member.tokens = ['new', 'old'];
  pass();
  expect(guest.member.tokens).toEqual(['new']);
});

it('a client that does not confirm its join in time is sent away, once', () => {
  const reasons: unknown[] = [];
  const { match, pass } = absence({ state: JOINING, leave: (...why) => void reasons.push(why) });
  match.tick = (LIMITS.confirmMs / 1000) * 20 - 1;
  pass();
  expect(reasons).toEqual([]);
  pass();
  pass();
  expect(reasons).toEqual([[4023, 'the join was not confirmed']]);
});
