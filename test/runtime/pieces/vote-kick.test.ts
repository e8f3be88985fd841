import { expect, test } from 'vitest';
import { voteKick, type VoteKickOptions } from '../../../shared/runtime/index.ts';
import { caught, resultOf } from '../play.ts';
import { askedNow, kicksOf, NO_RESIDUE, pieceMatch, type PieceSpec } from './piece-game.ts';

const NAMES = ['Ann', 'Ben', 'Cid', 'Dot'];
const BASE: VoteKickOptions<PieceSpec> = {
  ask: (voter, limit) => voter.ask('kick', { seat: 0 }, limit),
  timeoutMs: 5_000,
};

/** A vote about the player in seat 0, once all sit. */
async function vote(count: number, options: Partial<VoteKickOptions<PieceSpec>> = {}) {
  const match = pieceMatch(async (room) => {
    const players = await room.seated(count);
    return voteKick(room, players[0]!, { ...BASE, ...options });
  });
  const ids: string[] = [];
  for (const name of NAMES.slice(0, count)) ids.push(await match.join(name));
  return { match, ids };
}

test('G6.1 more than half of the others kick a player, who is not asked', async () => {
  const { match, ids } = await vote(4);
  expect(askedNow(match)).toEqual(ids.slice(1));
  match.answer(ids[1]!, true);
  match.answer(ids[2]!, false);
  await match.tick(3);
  expect(match.ended).toBeUndefined();
  match.answer(ids[3]!, true);
  await match.tick();
  expect([resultOf(match.match), kicksOf(match)]).toEqual([true, [[ids[0], 'The others have voted you out.']]]);
});

test('G6.1 of two others one is not enough, unless the game says so', async () => {
  for (const [needed, expected] of [
    [undefined, false],
    [1, true],
  ] as const) {
    const { match, ids } = await vote(3, needed === undefined ? {} : { needed });
    match.answer(ids[1]!, true);
    match.answer(ids[2]!, false);
    await match.tick();
    expect(resultOf(match.match)).toBe(expected);
  }
});

test('G6.1 bots do not vote', async () => {
  const match = pieceMatch(async (room) => {
    await room.seated(3);
    return voteKick(room, room.players[0]!, BASE);
  });
  const ids = [await match.join('Ann'), await match.join('Ben')];
  match.enter({ kind: 'join', player: 'bot-1', name: 'Bo', bot: true });
  await match.tick();
  expect(askedNow(match)).toEqual([ids[1]]);
  match.answer(ids[1]!, true);
  await match.tick();
  expect(resultOf(match.match)).toBe(true);
});

test('G6.2 it ends as soon as enough agree, and the open questions are closed', async () => {
  const { match, ids } = await vote(4);
  match.answer(ids[1]!, true);
  match.answer(ids[2]!, true);
  await match.tick();
  expect([resultOf(match.match), askedNow(match)]).toEqual([true, []]);
  expect(match.match.residue).toEqual(NO_RESIDUE);
});

test('G6.2 it ends as soon as too few can agree', async () => {
  const { match, ids } = await vote(4);
  match.answer(ids[1]!, false);
  match.answer(ids[2]!, false);
  await match.tick();
  expect([resultOf(match.match), kicksOf(match), askedNow(match)]).toEqual([false, [], []]);
});

test('G6.3 silence is against it', async () => {
  const { match, ids } = await vote(3);
  match.answer(ids[1]!, true);
  await match.until(() => match.ended !== undefined, { limitMs: 6_000 });
  expect([resultOf(match.match), kicksOf(match)]).toEqual([false, []]);
});

test('G6.3 a voter who leaves is against it', async () => {
  const { match, ids } = await vote(3);
  match.leave(ids[1]!);
  await match.tick();
  expect(resultOf(match.match)).toBe(false);
});

test('G6.3 a player who leaves during the vote is not kicked, and the questions are closed', async () => {
  const { match, ids } = await vote(4);
  match.answer(ids[1]!, true);
  match.leave(ids[0]!);
  await match.tick();
  expect([resultOf(match.match), kicksOf(match), askedNow(match)]).toEqual([false, [], []]);
});

test('G6.3 a player who leaves in the tick in which enough agree has left, and was not kicked', async () => {
  const { match, ids } = await vote(3);
  match.answer(ids[1]!, true);
  match.answer(ids[2]!, true);
  match.leave(ids[0]!);
  await match.tick();
  expect([resultOf(match.match), kicksOf(match)]).toEqual([false, []]);
});

test('G6.3 where nobody may vote nobody is kicked', async () => {
  const { match } = await vote(1);
  expect([resultOf(match.match), kicksOf(match)]).toEqual([false, []]);
});

test.for([{ needed: 0 }, { timeoutMs: Number.NaN }])('G6.1 %o is a RangeError, and nobody is asked', async (wrong) => {
  const match = pieceMatch(async (room) => {
    const [ann] = await room.seated(2);
    return String(await caught(() => voteKick(room, ann, { ...BASE, ...wrong })));
  });
  await match.join('Ann');
  await match.join('Ben');
  expect([resultOf(match.match), askedNow(match)]).toEqual([expect.stringContaining('RangeError'), []]);
});
