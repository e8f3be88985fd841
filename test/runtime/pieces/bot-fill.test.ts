import { expect, test } from 'vitest';
import { dismissExtraBots, fillWithBots, replaceByBot, seatBots, type BotFill } from '../../../shared/runtime/index.ts';
import { VirtualMatch } from '../../../shared/runtime/testing.ts';
import { resultOf } from '../play.ts';
import { kicksOf, NO_RESIDUE, pieceGame, pieceMatch, type PieceSpec } from './piece-game.ts';

function namesOf({ match }: VirtualMatch<PieceSpec>): string[] {
  return match.players.map(({ name, seat, bot }) => `${seat} ${bot ? 'bot' : name}`);
}

function filled(fill: Partial<BotFill<PieceSpec>> = {}, ms = 600_000) {
  const all = { goal: 3, delayMs: 1_000, ...fill };
  return pieceMatch((room) =>
    room.within(ms, async () => {
      room.spawn('requesting bots', () => fillWithBots(room, all));
      await dismissExtraBots(room, all);
    }),
  );
}

test('G7.1 bots take the free seats, and it tells that they did', async () => {
  const match = pieceMatch(async (room) => {
    await room.seated(1);
    return seatBots(room, 3);
  });
  await match.join('Ann');
  await match.until(() => match.ended !== undefined, { limitMs: 1_000 });
  expect([resultOf(match.match), namesOf(match)]).toEqual([true, ['0 Ann', '1 bot', '2 bot']]);
});

test('G7.1 where no bots come it gives up after its time', async () => {
  const match = new VirtualMatch(pieceGame(async (room) => [await seatBots(room, 3, 500), room.now]));
  await match.until(() => match.ended !== undefined, { limitMs: 1_000 });
  expect(resultOf(match.match)).toEqual([false, 550]);
});

test('G7.2 a bot takes the seat of who has left, and not the free seat below', async () => {
  const match = pieceMatch(async (room) => {
    const [, , cid] = await room.seated(3);
    const successor = await replaceByBot(room, cid);
    return [successor?.seat, successor?.bot, room.players.length];
  });
  const ids = [await match.join('Ann'), await match.join('Ben'), await match.join('Cid')];
  match.leave(ids[1]!);
  await match.advance(1_000);
  expect(match.ended).toBeUndefined();
  match.leave(ids[2]!);
  await match.until(() => match.ended !== undefined, { limitMs: 1_000 });
  expect([resultOf(match.match), namesOf(match)]).toEqual([
    [2, true, 3],
    ['0 Ann', '1 bot', '2 bot'],
  ]);
});

test('G7.2 players in seats above do not count', async () => {
  const match = pieceMatch(async (room) => {
    const [, ben] = await room.seated(3);
    return (await replaceByBot(room, ben))?.bot;
  });
  const ids = [await match.join('Ann'), await match.join('Ben'), await match.join('Cid')];
  match.leave(ids[1]!);
  await match.until(() => match.ended !== undefined, { limitMs: 1_000 });
  expect([resultOf(match.match), namesOf(match)]).toEqual([true, ['0 Ann', '1 bot', '2 Cid']]);
});

test('G7.2 a person who takes the seat first plays on', async () => {
  const match = pieceMatch(async (room) => {
    const [ann] = await room.seated(1);
    return (await replaceByBot(room, ann))?.name;
  });
  match.leave(await match.join('Ann'));
  await match.join('Ben');
  expect([resultOf(match.match), match.outputs.filter(({ kind }) => kind === 'bots')]).toEqual(['Ben', []]);
});

test('G7.2 where no bot comes it gives nothing', async () => {
  const match = new VirtualMatch(
    pieceGame(async (room) => {
      const [ann] = await room.seated(1);
      return (await replaceByBot(room, ann, 500)) ?? 'nobody';
    }),
  );
  match.leave(await match.join('Ann'));
  await match.until(() => match.ended !== undefined, { limitMs: 2_000 });
  expect(resultOf(match.match)).toBe('nobody');
});

test('G7.3 bots come after the delay once a person plays, and again for those who leave', async () => {
  const match = filled();
  await match.advance(2_000);
  expect(namesOf(match)).toEqual([]);
  await match.join('Ann');
  const ben = await match.join('Ben');
  await match.advance(800);
  expect(namesOf(match)).toEqual(['0 Ann', '1 Ben']);
  await match.advance(400);
  expect(namesOf(match)).toEqual(['0 Ann', '1 Ben', '2 bot']);
  match.leave(ben);
  await match.advance(1_300);
  expect(namesOf(match)).toEqual(['0 Ann', '1 bot', '2 bot']);
});

test('G7.3 bots that do not come are requested again', async () => {
  const fill = { goal: 3, delayMs: 0, retryMs: 500 };
  const match = new VirtualMatch(pieceGame((room) => fillWithBots(room, fill)));
  await match.join('Ann');
  await match.advance(1_600);
  expect(match.outputs.filter(({ kind }) => kind === 'bots').map((output) => output)).toHaveLength(4);
});

test('G7.3 a game may want bots while nobody plays', async () => {
  const match = filled({ isWanted: () => true });
  await match.advance(2_000);
  expect(namesOf(match)).toHaveLength(3);
});

test('G7.4 when a person comes the bot in the last seat leaves', async () => {
  const match = filled();
  await match.join('Ann');
  await match.advance(2_000);
  await match.join('Ben');
  await match.tick(2);
  expect(kicksOf(match)).toEqual([['bot-3', 'A human takes over.']]);
  expect(namesOf(match)).toEqual(['0 Ann', '1 bot', '3 Ben']);
});

test('G7.4 a game says which bots leave first', async () => {
  const match = filled({ compare: (one, other) => one.seat - other.seat });
  await match.join('Ann');
  await match.advance(2_000);
  await match.join('Ben');
  await match.tick(2);
  expect(namesOf(match)).toEqual(['0 Ann', '2 bot', '3 Ben']);
});

test('G7.4 people are never dismissed', async () => {
  const match = filled({ goal: 1 });
  for (const name of ['Ann', 'Ben', 'Cid']) await match.join(name);
  await match.advance(2_000);
  expect([kicksOf(match), match.ended]).toEqual([[], undefined]);
});

test('G8.1 when their scope ends nothing of them is left', async () => {
  const match = filled({}, 1_500);
  await match.join('Ann');
  await match.until(() => match.ended !== undefined);
  expect(match.match.residue).toEqual(NO_RESIDUE);
});
