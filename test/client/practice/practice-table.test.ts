import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { liarsDice, liarsDiceBot } from '../../../shared/games/liars-dice/index.ts';
import { decodeReplay, encodeReplay, Replay } from '../../../shared/runtime/host.ts';
import type { SendFailure } from '../../../client/connection/connection.ts';
import { deflate } from '../../../client/replay/deflate.ts';
import { inflate } from '../../../client/replay/inflate.ts';
import { court, openCourt, openPracticeOf, type Court } from './court.ts';

function seenBy({ connection }: Awaited<ReturnType<typeof openCourt>>['table']): Court {
  return connection.state;
}

/** What no page would get past the compiler. */
function unchecked(value: unknown): never {
  return value as never;
}

it('the player is seated, sees the state, and gets the notices since then', async () => {
  const { table } = await openCourt();
  const { connection } = table;
  expect(connection).toMatchObject({
    code: 'PRACT',
    game: 'court',
    matchId: 'PRACT-abcdefghij',
    player: 'p1',
    seat: 0,
    status: 'live',
    held: false,
    questions: [{ number: 1, name: 'ready', data: { round: 1 } }],
  });
  expect(seenBy(table).walkers.get('p1')).toMatchObject({ x: 0 });
});

it('the player sees only the fields that a client would see', async () => {
  const { table, clock } = await openCourt();
  await clock.pass(500);
  const { walkers } = seenBy(table);
  expect(walkers.get('p1')?.secret).toBe(7);
  expect(walkers.get('bot-2')).toMatchObject({ x: expect.any(Number) });
  expect(walkers.get('bot-2')?.secret).toBeUndefined();
});

it('bots take the seats that the script gives to bots, under unique names, and play', async () => {
  const { table, clock } = await openCourt({ options: { bots: 2 }, name: 'Amber' });
  await clock.pass(1_000);
  const { walkers } = seenBy(table);
  expect([...walkers.keys()]).toEqual(['p1', 'bot-2', 'bot-3']);
  expect(walkers.get('bot-3')?.x).toBeGreaterThan(100);
  const names = table
    .recording()
    .frames.flatMap(({ entries }) => entries)
    .flatMap((entry) => (entry.kind === 'join' ? [entry.name] : []));
  expect(new Set(names).size).toBe(3);
});

it('a table whose options the game refuses does not open', async () => {
  await expect(openCourt({ options: { bots: 12 } })).rejects.toThrow();
  const dated = { ...court, options: court.options.extend({ on: z.coerce.date() }) };
  await expect(openCourt({ game: dated, options: { on: 0 } })).rejects.toThrow('options.on is a Date');
});

describe('messages and answers', () => {
  it('take effect at the next tick, and notices come after the patch', async () => {
    const { table, clock } = await openCourt();
    const heard: unknown[] = [];
    table.connection.on('echo', (data) => heard.push([data, seenBy(table).shouts]));
    const sent = table.connection.send('shout', 'hey');
    await clock.pass(50);
    expect(await sent).toBeUndefined();
    expect(heard).toEqual([['hey', 1]]);
  });

  it('are refused with the server’s codes', async () => {
    const { table, clock } = await openCourt();
    const { connection } = table;
    const [question] = connection.questions;
    const refused: Promise<SendFailure | undefined>[] = [
      connection.send(unchecked('sing'), 'hey'),
      connection.send('shout', unchecked('psst')),
      question!.answer(unchecked('perhaps')),
    ];
    await clock.pass(50);
    expect((await Promise.all(refused)).map((each) => each?.code)).toEqual(['unknown-type', 'bad-shape', 'bad-shape']);
    const end = connection.send('end', true);
    const after = connection.send('shout', 'ho');
    await clock.pass(50);
    expect(await end).toBeUndefined();
    expect((await after)?.code).toMatch(/not-now|room-closed|lost/);
  });

  it('an answer closes its question', async () => {
    const { table, clock } = await openCourt();
    const [question] = table.connection.questions;
    const answered = question?.answer(true);
    await clock.pass(50);
    expect(await answered).toBeUndefined();
    expect(table.connection.questions).toEqual([]);
    const again = question?.answer(true);
    await clock.pass(50);
    expect(await again).toMatchObject({ code: 'stale-answer' });
  });

  it('an unanswered question closes by itself', async () => {
    const { table, clock } = await openCourt();
    await clock.pass(5_100);
    expect(table.connection.questions).toEqual([]);
  });
});

describe('the end', () => {
  it('of the match closes the connection', async () => {
    const { table, clock, errors } = await openCourt();
    let calls = 0;
    table.connection.subscribe(() => calls++);
    void table.connection.send('end', true);
    await clock.pass(50);
    expect(table.connection).toMatchObject({ status: 'closed', departure: { why: 'over' }, questions: [] });
    expect(calls).toBeGreaterThan(0);
    expect(await table.connection.send('shout', 'hey')).toMatchObject({ code: 'lost' });
    expect(errors).toEqual([]);
  });

  it('by an error closes the connection, and the error goes to the page', async () => {
    const { table, clock, errors } = await openCourt();
    void table.connection.send('fall', true);
    await clock.pass(50);
    expect(table.connection.departure?.why).toBe('failed');
    expect(errors.map(String).join()).toContain('the court has fallen down');
  });

  it('of a kicked player has the script’s reason', async () => {
    const { table, clock } = await openCourt();
    void table.connection.send('out', true);
    await clock.pass(50);
    expect(table.connection.departure).toEqual({ why: 'dismissed', reason: 'You are out of court.' });
  });

  it('comes when the player leaves: messages without a reply are lost, and the clock stops', async () => {
    const { table, clock } = await openCourt();
    const sent = table.connection.send('shout', 'hey');
    await table.connection.leave();
    expect(await sent).toMatchObject({ code: 'lost' });
    expect(table.connection).toMatchObject({ status: 'closed', departure: { why: 'left' } });
    const { lastTick } = table.recording();
    await clock.pass(1_000);
    expect(table.recording()).toMatchObject({ lastTick, end: { kind: 'abandoned' } });
  });
});

it('the clock stands still while the page is hidden, and the connection says so', async () => {
  const { table, clock } = await openCourt();
  await clock.pass(120);
  table.hidden = true;
  await clock.pass(10_000);
  expect(table.connection).toMatchObject({ held: true });
  expect(table.connection.matchNow()).toBe(220);
  table.hidden = false;
  await clock.pass(80);
  expect(table.connection).toMatchObject({ held: false });
  expect(table.connection.matchNow()).toBe(300);
});

it('a practice match can be replayed from its file', async () => {
  const { table, clock } = await openCourt();
  for (let round = 0; round < 40; round++) {
    void table.connection.send('shout', 'hey');
    await clock.pass(1_000);
  }
  const state = seenBy(table);
  await table.connection.leave();
  const file = await encodeReplay(table.recording(), deflate);
  const replay = new Replay(court, await decodeReplay(file, inflate));
  await replay.seek(replay.lastTick);
  expect(replay.divergence).toBeUndefined();
  expect(replay.lastTick).toBeGreaterThan(800);
  const again: InstanceType<typeof Court> = replay.see('p1');
  expect(again.shouts).toBe(state.shouts);
  expect(again.walkers.get('bot-2')?.x).toBe(state.walkers.get('bot-2')?.x);
});

it('Liar’s Dice can be practised: the bots bid, and their dice stay hidden', async () => {
  const { table, clock } = await openPracticeOf<typeof liarsDice>(liarsDice, liarsDiceBot, {
    options: { seats: 4, skill: 'sharp', fillAfterMs: 0 },
  });
  const { state } = table.connection;
  for (let ms = 0; ms < 120_000 && state.phase !== 'reveal'; ms += 50) {
    await clock.pass(50);
    expect(state.seats.map(({ dice }) => dice !== undefined).slice(1)).not.toContain(true);
  }
  expect(state.calls.length).toBeGreaterThan(0);
  expect(table.connection.realTime).toBeUndefined();
});

it('input that the page sets enters in each tick, until it is set again', async () => {
  const { table, clock } = await openCourt();
  const { state, player } = table.connection;
  const walker = state.walkers.get(player);
  table.connection.setInput({ by: 2 });
  await clock.pass(500);
  expect(walker).toMatchObject({ x: 200, steps: 10 });
  table.connection.setInput({ by: 0 });
  await clock.pass(500);
  expect(walker).toMatchObject({ x: 200, steps: 20 });
});

it('the time left until a deadline stands still while the page is hidden', async () => {
  const { table, clock } = await openCourt();
  const left = table.connection.msLeft(5_000);
  await clock.pass(1_000);
  expect(table.connection.msLeft(5_000)).toBeCloseTo(left - 1_000, 3);
  table.hidden = true;
  await clock.pass(60_000);
  expect(table.connection.msLeft(5_000)).toBeCloseTo(left - 1_000, 3);
});
