import type { Room } from '@colyseus/sdk';
import { expect, it } from 'vitest';
import { app } from '../../greenroom.config.ts';
import { loadGames } from '../../server/games.ts';
import type { Table } from '../../shared/games/liars-dice/state.ts';
import { eventually, openTestServer } from '../support/test-server.ts';

const games = await loadGames(app.games);

type DiceRoom = Room<unknown, Table>;

function dice({ state }: DiceRoom): number[] {
  return state.seats.map((seat) => seat.dice?.length ?? 0);
}

it('friends and a bot play through messages, each with dice of their own', async () => {
  const { sdk, server } = await openTestServer({ games });
  const ann: DiceRoom = await sdk.create<Table>('liars-dice', { name: 'Ann', seats: 3, fillAfterMs: 600_000 });
  const bob: DiceRoom = await sdk.joinById<Table>(ann.roomId, { name: 'Bob' });
  const eve: DiceRoom = await sdk.joinById<Table>(ann.roomId, { name: 'Eve', spectate: true });
  expect(await bob.request('bid', { count: 1, face: 2 })).toMatchObject({ ok: false, code: 'not-now' });
  expect(await ann.request('start', {})).toEqual({ ok: true });
  await eventually(() => [ann, bob, eve].every(({ state }) => state.phase === 'bidding'));
  expect(Array.from(ann.state.seats, ({ name, bot }) => bot || name)).toEqual(['Ann', 'Bob', true]);
  expect([dice(ann), dice(bob), dice(eve)]).toEqual([
    [5, 0, 0],
    [0, 5, 0],
    [0, 0, 0],
  ]);

  // Some player bids or calls, and the round gets to its reveal.
  const people = [ann, bob];
  let answered = -1;
  await eventually(() => {
    const { phase, turn, calls } = ann.state;
    if (phase !== 'bidding' || answered === calls.length) return phase === 'reveal';
    answered = calls.length;
    const bid = calls.at(-1);
    if (bid?.kind === 'bid') people[bid.seat === 0 ? 1 : 0]?.send('challenge', { bid: calls.length - 1 });
    else people[turn]?.send('bid', { count: 1, face: 2 });
    return false;
  });
  expect(ann.state.reveal.actual).toBeGreaterThanOrEqual(0);
  await eventually(() => eve.state.phase === 'reveal');
  expect(eve.state.seats.reduce((sum, { shown }) => sum + shown.length, 0)).toBe(15);
  expect(server.host.rooms.get(ann.roomId)?.match.ended).toBeUndefined();
});

it('bots take the seats that stay empty, and play', async () => {
  const { sdk } = await openTestServer({ games });
  const ann: DiceRoom = await sdk.create<Table>('liars-dice', { name: 'Ann', seats: 4, fillAfterMs: 0 });
  await eventually(() => ann.state.seats?.filter(({ bot }) => bot).length === 3);
  const names = new Set(ann.state.seats.map(({ name }) => name));
  expect(names.size).toBe(4);
  let opened = false;
  await eventually(() => {
    const { phase, turn, calls } = ann.state;
    if (phase === 'bidding' && turn === 0 && calls.length === 0 && !opened) {
      opened = true;
      ann.send('bid', { count: 1, face: 6 });
    }
    return calls.some(({ seat }) => seat > 0);
  });
});
