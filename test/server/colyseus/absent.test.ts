import { ClientState } from '@colyseus/core';
import { StateView } from '@colyseus/schema';
import { expect, it } from 'vitest';
import { Absent } from '../../../server/colyseus/absent.ts';
import { Guest, type GuestClient } from '../../../server/colyseus/guest.ts';
import { LIMITS } from '../../../server/host/limits.ts';
import { Member } from '../../../server/host/member.ts';

const { JOINING, JOINED } = ClientState;

function absence(client: Partial<GuestClient> | undefined) {
  const view = new StateView();
  const match = {
    tick: 0,
    start: { format: 1, game: 'x', matchId: 'X', seed: '1', options: {}, tickRate: 20, code: '' } as const,
    viewOf: () => view,
    spectatorView: undefined,
  };
  const absent = new Absent(match, { get: () => client as GuestClient | undefined });
  const ann = new Guest(new Member({ id: 'ann', name: 'Ann', spectator: false, bot: false }, 20));
  absent.add(ann);
  return {
    absent,
    ann,
    match,
    /** What the view still has to tell, after a tick in which something changed. */
    tellAfterTick(): number {
      match.tick++;
      view.changes.set(1, new Map());
      absent.review();
      return view.changes.size;
    },
  };
}

it('nothing piles up for a client that is not there', () => {
  const { tellAfterTick } = absence(undefined);
  expect([tellAfterTick(), tellAfterTick()]).toEqual([0, 0]);
});

it('a client that is there again is told everything', () => {
  const { tellAfterTick } = absence({ state: JOINED });
  expect(tellAfterTick()).toBe(1);
});

it('a client that does not confirm its join in time is sent away, once', () => {
  const reasons: unknown[] = [];
  const { match, tellAfterTick } = absence({ state: JOINING, leave: (...why) => void reasons.push(why) });
  match.tick = (LIMITS.confirmMs / 1000) * 20 - 1;
  tellAfterTick();
  expect(reasons).toEqual([]);
  tellAfterTick();
  tellAfterTick();
  expect(reasons).toEqual([[4023, 'the join was not confirmed']]);
});

it('however long somebody was away, the time to confirm counts from the return', () => {
  const reasons: unknown[] = [];
  const { absent, ann, match, tellAfterTick } = absence({ state: JOINING, leave: (...why) => void reasons.push(why) });
  match.tick = (LIMITS.confirmMs / 1000) * 20 * 3;
  absent.add(ann);
  tellAfterTick();
  expect(reasons).toEqual([]);
});
