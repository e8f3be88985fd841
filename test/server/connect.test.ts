import { expect, it, onTestFinished } from 'vitest';
import { connect } from '../../client/connect.ts';
import type { Table } from '../../client/connection/table.ts';
import type { liarsDice } from '../../shared/games/liars-dice/game.ts';
import { app } from '../../package/project.ts';
import { loadGames } from '../../server/games.ts';
import { eventually, openTestServer } from '../support/test-server.ts';
import type { counter } from './games.ts';
import { walkers } from './walkers.ts';

type Dice = Table<typeof liarsDice>;

function leaveLater<T extends { leave(): Promise<void> }>(table: T): T {
  onTestFinished(() => table.leave());
  return table;
}

/** Opens the bidding in turn, and calls every bid of the other. */
function play(table: Dice, other: Dice): void {
  let answered = -1;
  table.subscribe(() => {
    const { phase, turn, calls } = table.state;
    if (phase !== 'bidding' || answered === calls.length) return;
    const bid = calls.at(-1);
    if (bid?.kind === 'bid' && bid.seat === other.seat) void table.send('challenge', { bid: calls.length - 1 });
    else if (turn === table.seat && bid === undefined) void table.send('bid', { count: 1, face: 2 });
    else return;
    answered = calls.length;
  });
}

it('without a browser, clients play dice by the types of the game alone', async () => {
  const { url } = await openTestServer({ games: await loadGames(app.games) });
  const client = connect<typeof liarsDice>(url);
  const options = { seats: 2, fillAfterMs: null };
  const ann = leaveLater(await client.create('liars-dice', { name: 'Ann', private: true, options }));
  const bob = leaveLater(await client.join(ann.code, { name: 'Bob' }));
  const eve = leaveLater(await client.watch(ann.code));
  expect([ann.seat, bob.seat, eve.seat]).toEqual([0, 1, undefined]);
  expect(await ann.send('challenge', { bid: 0 })).toMatchObject({ code: 'not-now' });

  const heard: string[] = [];
  bob.on('emote', ({ seat, emote }) => heard.push(`${seat} ${emote}`));
  expect(await ann.send('emote', 'cheers')).toBeUndefined();
  await eventually(() => heard.length > 0);
  expect(heard).toEqual(['0 cheers']);

  play(ann, bob);
  play(bob, ann);
  await eventually(() => ann.state.phase === 'bidding');
  expect(ann.msLeft(ann.state)).toBeGreaterThan(1_000);
  expect(ann.state.seats.map(({ dice }) => dice?.length ?? 0)).toEqual([5, 0]);
  await eventually(() => eve.state.phase === 'reveal');
  expect(ann.state.calls.map(({ kind }) => kind)).toEqual(['bid', 'challenge']);
});

it('questions, notices, options and the end of a match come with their types', async () => {
  const { url } = await openTestServer();
  const table = await connect<typeof counter>(url).playNow('counter', { name: 'Ann', options: { from: 7 } });
  const added: number[] = [];
  table.on('added', ({ n }) => added.push(n));
  expect(await table.send('add', { n: 3 })).toBeUndefined();
  await eventually(() => added.length > 0 && table.state.total === 10);
  void table.send('ask', {});
  await eventually(() => table.questions.length > 0);
  const [question] = table.questions;
  expect(question).toMatchObject({ name: 'sure', data: { total: 10 } });
  expect(table.questions[0]).toBe(question);
  expect(await question?.answer(true)).toBeUndefined();
  await eventually(() => table.state.said.length > 0);
  expect([...table.state.said]).toEqual(['Ann: sure']);
  expect(table.questions).toEqual([]);
  await table.leave();
  expect(table).toMatchObject({ status: 'closed', departure: { why: 'left' } });
  expect(await table.send('add', { n: 1 })).toMatchObject({ code: 'lost' });
});

it('a seat is there again for a client that returns to it', async () => {
  const { url } = await openTestServer();
  const client = connect<typeof counter>(url);
  const table = await client.create('counter', { name: 'Ann' });
  expect(await client.returnTo('ZZZZZ')).toBeUndefined();
  const back = leaveLater((await client.returnTo(table.code)) ?? table);
  expect(back).not.toBe(table);
  expect(back.player).toBe(table.player);
  await eventually(() => table.departure !== undefined);
  expect(table.departure).toMatchObject({ why: 'elsewhere' });
});

it('a table that does not exist is a failure with words for players', async () => {
  const { url } = await openTestServer();
  await expect(connect<typeof counter>(url).join('ZZZZZ', { name: 'Ann' })).rejects.toMatchObject({
    problem: 'not-found',
  });
  await expect(connect('http://127.0.0.1:1').playNow('counter', { name: 'Ann' })).rejects.toMatchObject({
    problem: 'unreachable',
  });
});

it('input that a page sets is sent in every tick, until it is set again', async () => {
  const { url } = await openTestServer({ games: [{ game: walkers }] });
  const table = leaveLater(await connect<typeof walkers>(url).playNow('walkers', { name: 'Ann' }));
  await eventually(() => table.state.walkers.has(table.player));
  const walker = table.state.walkers.get(table.player);
  table.setInput({ by: 2 });
  table.setInput({ far: 4 });
  await eventually(() => (walker?.steps ?? 0) >= 10);
  expect(walker?.x).toBe(10 * (walker?.steps ?? 0));
  table.setInput({ by: 0 });
  const before = walker?.steps ?? 0;
  await eventually(() => (walker?.steps ?? 0) > before + 10);
});
