import { expect, it } from 'vitest';
import { Inbox } from '../../../../server/host/intake/inbox.ts';
import { LIMITS } from '../../../../server/host/limits.ts';
import type { Entry } from '../../../../shared/runtime/host.ts';

type Said = Extract<Entry, { kind: 'message' }>;

function said(player: string, number: number): Said {
  return { kind: 'message', player, type: 'say', data: number };
}

it('messages that arrived all at once enter over several ticks, in order, and delay nobody else', () => {
  const inbox = new Inbox();
  const most = LIMITS.queuedPerPlayer;
  for (let number = 0; number < most; number++) inbox.pushMessage(said('ann', number));
  for (let number = most; number < 3 * most + 5; number++) inbox.deferMessage(said('ann', number));
  inbox.pushMessage(said('bob', 0));
  const ticks: Entry[][] = [];
  for (let tick = 0; tick < 6; tick++) {
    ticks.push([...inbox.takeAll()]);
    if (tick < 4) inbox.pushMessage(said('ann', 3 * most + 5 + tick));
  }
  const numbers = ticks
    .flat()
    .flatMap((entry) => (entry.kind === 'message' && entry.player === 'ann' ? [entry.data] : []));
  expect(numbers).toEqual(Array.from({ length: 3 * most + 9 }, (_, number) => number));
  for (const tick of ticks) expect(tick.length).toBeLessThanOrEqual(most + 1);
  expect(ticks[0]).toContainEqual(said('bob', 0));
});

it('deferred messages of a player who leaves are dropped', () => {
  const inbox = new Inbox();
  inbox.deferMessage(said('ann', 1));
  inbox.forget('ann');
  expect([...inbox.takeAll(), ...inbox.takeAll()]).toEqual([]);
});

it('a room takes a limited number of messages for one tick', () => {
  const inbox = new Inbox();
  for (let number = 1; number < LIMITS.queuedPerRoom; number++) inbox.pushMessage(said(`player ${number}`, number));
  expect(inbox.full).toBe(false);
  inbox.pushMessage(said('ann', 1));
  expect(inbox.full).toBe(true);
  inbox.takeAll();
  expect(inbox.full).toBe(false);
});
