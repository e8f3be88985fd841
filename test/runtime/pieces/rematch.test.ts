import { expect, test } from 'vitest';
import { rematch, type Player, type RematchOptions } from '../../../shared/runtime/index.ts';
import { caught, resultOf } from '../play.ts';
import { askedNow, kicksOf, NO_RESIDUE, pieceMatch, silentBot, type PieceSpec } from './piece-game.ts';

const ask = (player: Player<PieceSpec>, limit: { timeoutMs: number; otherwise: undefined }) =>
  player.ask('rematch', {}, limit);

/** Asks for a rematch once `count` players sit. */
function vote(count: number, options: Partial<RematchOptions<PieceSpec>> = {}) {
  return pieceMatch(async (room) => {
    await room.seated(count);
    return rematch(room, { ask, timeoutMs: 2_000, ...options });
  });
}

async function joined(match: ReturnType<typeof vote>, ...names: string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const name of names) ids.push(await match.join(name));
  return ids;
}

test('G4.1 all people are asked at once, and the match goes on when all agree', async () => {
  const match = vote(2);
  const [ann = '', ben = ''] = await joined(match, 'Ann', 'Ben');
  expect(askedNow(match)).toEqual([ann, ben]);
  match.answer(ben, true);
  await match.tick();
  expect([askedNow(match), match.ended]).toEqual([[ann], undefined]);
  match.answer(ann, true);
  await match.tick();
  expect([resultOf(match.match), kicksOf(match)]).toEqual([true, []]);
});

test('G4.1 the deadline of the state is set to the end of the time', async () => {
  const match = pieceMatch(async (room) => {
    await room.seated(1);
    return rematch(room, { ask, timeoutMs: 2_000, deadline: room.state });
  });
  await joined(match, 'Ann');
  expect([match.state.now, match.state.deadline]).toEqual([50, 2_050]);
  await match.until(() => match.match.players.length === 0);
  expect(match.now).toBe(2_100);
});

test('G4.1 bots agree without being asked', async () => {
  const match = vote(2);
  match.enter({ kind: 'join', player: 'bot-1', name: 'Bo', bot: true });
  const [ann = ''] = await joined(match, 'Ann');
  expect(askedNow(match)).toEqual([ann]);
  match.answer(ann, true);
  await match.tick();
  expect([resultOf(match.match), kicksOf(match)]).toEqual([true, []]);
});

test('G4.1 bots are asked if the game wants it, and may decline', async () => {
  const match = pieceMatch(async (room) => {
    await room.seated(1);
    room.addBots(1);
    await room.seated(2);
    return rematch(room, { ask, timeoutMs: 2_000, asksBots: true });
  }, silentBot);
  const [ann = ''] = await joined(match, 'Ann');
  await match.until(() => askedNow(match).length === 2);
  match.answer(ann, true);
  await match.until(() => match.ended !== undefined);
  expect([resultOf(match.match), kicksOf(match).map(([, reason]) => reason)]).toEqual([
    true,
    ['No answer to the rematch.'],
  ]);
});

test('G4.2 who says no or nothing is kicked with a reason, and has left when it returns', async () => {
  const match = vote(3);
  const [ann = '', ben = '', cid = ''] = await joined(match, 'Ann', 'Ben', 'Cid');
  match.answer(ann, true);
  match.answer(ben, false);
  await match.until(() => match.ended !== undefined, { limitMs: 5_000 });
  expect(kicksOf(match)).toEqual([
    [ben, 'Thanks for playing.'],
    [cid, 'No answer to the rematch.'],
  ]);
  expect([resultOf(match.match), match.match.players.map(({ id }) => id)]).toEqual([true, [ann]]);
});

test('G4.2 who leaves while asked declines, and a late answer changes nothing', async () => {
  const match = vote(2);
  const [ann = '', ben = ''] = await joined(match, 'Ann', 'Ben');
  match.leave(ben);
  await match.advance(2_000);
  const late = match.answer(ann, true);
  await match.until(() => match.ended !== undefined, { limitMs: 5_000 });
  expect([resultOf(match.match), late.reply]).toEqual([false, 'stale-answer']);
});

test('G4.2 who drops and comes back in time is asked again, and may agree', async () => {
  const match = vote(1);
  const [ann = ''] = await joined(match, 'Ann');
  match.drop(ann);
  await match.advance(1_000);
  match.return(ann);
  await match.tick();
  expect(match.questions(ann)).toHaveLength(2);
  match.answer(ann, true);
  await match.tick();
  expect(resultOf(match.match)).toBe(true);
});

test('G4.2 a game may do something else with those who decline', async () => {
  const declined: [string, false | undefined][] = [];
  const match = vote(2, { decline: ({ name }, answer) => declined.push([name, answer]) });
  const [, ben = ''] = await joined(match, 'Ann', 'Ben');
  match.answer(ben, false);
  await match.until(() => match.ended !== undefined);
  expect([declined, kicksOf(match), resultOf(match.match)]).toEqual([
    [
      ['Ben', false],
      ['Ann', undefined],
    ],
    [],
    false,
  ]);
});

test('G4.3 with nobody but bots the match does not go on', async () => {
  const match = vote(2);
  match.enter({ kind: 'join', player: 'bot-1', name: 'Bo', bot: true });
  const [ann = ''] = await joined(match, 'Ann');
  match.answer(ann, false);
  await match.until(() => match.ended !== undefined);
  expect(resultOf(match.match)).toBe(false);
});

test('G4.3 with nobody at all it does not go on', async () => {
  const match = pieceMatch((room) => rematch(room, { ask, timeoutMs: 1_000 }));
  await match.tick();
  expect(resultOf(match.match)).toBe(false);
});

test('G4.3 a time that is none is a RangeError, and nobody is asked', async () => {
  const match = pieceMatch(async (room) => {
    await room.seated(1);
    return String(await caught(() => rematch(room, { ask, timeoutMs: Number.NaN })));
  });
  await joined(match, 'Ann');
  expect([resultOf(match.match), askedNow(match)]).toEqual([expect.stringContaining('RangeError'), []]);
});

test('G4.4 a cancellation closes the questions, kicks nobody and leaves nothing', async () => {
  const match = pieceMatch(async (room) => {
    await room.seated(2);
    return room.within(500, () => rematch(room, { ask, timeoutMs: 60_000 }), { otherwise: 'cut off' });
  });
  await joined(match, 'Ann', 'Ben');
  expect(askedNow(match)).toHaveLength(2);
  await match.until(() => match.ended !== undefined);
  expect([resultOf(match.match), askedNow(match), kicksOf(match)]).toEqual(['cut off', [], []]);
  expect(match.match.residue).toEqual(NO_RESIDUE);
});
