import { expect, test } from 'vitest';
import { dismissIdle, PlayerActivity, type IdleRule } from '../../../shared/runtime/index.ts';
import { resultOf } from '../play.ts';
import { askedNow, kicksOf, NO_RESIDUE, pieceMatch, type PieceRoom, type PieceSpec } from './piece-game.ts';

type Rule = Omit<IdleRule<PieceSpec>, 'isIdle'>;
const ASKS: Rule = { ask: (player, limit) => player.ask('there', {}, limit), timeoutMs: 5_000 };

/** Players are idle who have sent no move for three seconds. */
function watched(rule: Rule = ASKS, ms = 30_000) {
  return pieceMatch(async (room) => {
    const activity = new PlayerActivity(room);
    await room.within(ms, async () => {
      room.spawn('moves', () => takeMoves(room, activity));
      await dismissIdle(room, {
        isIdle: (player) => activity.idleMs(player) >= 3_000,
        stay: (player) => activity.acted(player),
        ...rule,
      });
    });
  });
}

async function takeMoves(room: PieceRoom, activity: PlayerActivity<PieceSpec>): Promise<void> {
  for await (const player of room.arrivals()) {
    activity.acted(player);
    room.spawn(`moves of ${player.id}`, async () => {
      for await (const _ of player.messages('move')) activity.acted(player);
    });
  }
}

test('G5.1 an idle player is asked, and kicked without an answer in time', async () => {
  const match = watched();
  const ann = await match.join('Ann');
  await match.advance(2_900);
  expect(askedNow(match)).toEqual([]);
  await match.advance(1_100);
  expect(askedNow(match)).toEqual([ann]);
  await match.advance(3_900);
  expect(kicksOf(match)).toEqual([]);
  await match.advance(200);
  expect([kicksOf(match), match.match.players]).toEqual([[[ann, 'Away for too long.']], []]);
});

test('G5.1 who answers yes stays, and is asked again only after as long; who answers no goes', async () => {
  const match = watched();
  const ann = await match.join('Ann');
  await match.advance(4_000);
  match.answer(ann, true);
  await match.advance(2_900);
  expect([askedNow(match), kicksOf(match)]).toEqual([[], []]);
  await match.advance(1_100);
  match.answer(ann, false);
  await match.advance(100);
  expect([match.questions(ann).length, kicksOf(match)]).toEqual([2, [[ann, 'Away for too long.']]]);
});

test('G5.1 without a question an idle player is kicked at once', async () => {
  const match = watched({});
  const ann = await match.join('Ann');
  await match.advance(4_000);
  expect([kicksOf(match), match.questions(ann)]).toEqual([[[ann, 'Away for too long.']], []]);
});

test('G5.1 bots are never idle', async () => {
  const match = watched({});
  match.enter({ kind: 'join', player: 'bot-1', name: 'Bo', bot: true });
  await match.advance(10_000);
  expect(kicksOf(match)).toEqual([]);
});

test('G5.1 a game may do something else with who is idle', async () => {
  const match = watched({ ...ASKS, dismiss: (player) => player.kick(`${player.name} sleeps`) });
  await match.join('Ann');
  await match.advance(10_000);
  expect(kicksOf(match).map(([, reason]) => reason)).toEqual(['Ann sleeps']);
});

test('G5.2 who plays while the question is open stays, and the question is closed', async () => {
  const match = watched();
  const ann = await match.join('Ann');
  await match.advance(5_000);
  expect(askedNow(match)).toEqual([ann]);
  match.send(ann, 'move', 1);
  await match.tick(2);
  expect(askedNow(match)).toEqual([]);
  await match.advance(2_500);
  expect([kicksOf(match), match.questions(ann).length]).toEqual([[], 1]);
});

test('G5.2 who leaves while the question is open is not dismissed', async () => {
  const dismissed: string[] = [];
  const match = watched({ ...ASKS, dismiss: ({ name }) => dismissed.push(name) });
  const ann = await match.join('Ann');
  await match.advance(5_000);
  match.leave(ann);
  await match.advance(6_000);
  expect([dismissed, askedNow(match)]).toEqual([[], []]);
});

test('G5.3 players are asked side by side, each once', async () => {
  const match = watched();
  const ids = [await match.join('Ann'), await match.join('Ben')];
  await match.advance(6_000);
  expect(askedNow(match)).toEqual(ids);
  match.answer(ids[1]!, true);
  await match.advance(3_000);
  expect(kicksOf(match)).toEqual([[ids[0], 'Away for too long.']]);
});

test('G5.4 missed turns are counted in a row, for each player', async () => {
  const match = pieceMatch(async (room) => {
    const activity = new PlayerActivity(room);
    const [ann, ben] = await room.seated(2);
    const counts: number[][] = [];
    for (const acts of [false, false, true, false]) {
      if (acts) activity.acted(ann);
      else activity.missed(ann);
      counts.push([activity.missedTurns(ann), activity.missedTurns(ben)]);
    }
    await room.sleep(1_000);
    return [counts, activity.idleMs(ann)];
  });
  await match.join('Ann');
  await match.join('Ben');
  await match.until(() => match.ended !== undefined);
  expect(resultOf(match.match)).toEqual([
    [
      [1, 0],
      [2, 0],
      [0, 0],
      [1, 0],
    ],
    1_000,
  ]);
});

test('G5.4 it goes on after a checkpoint, and forgets who has left', async () => {
  const match = pieceMatch(async (room, from) => {
    const activity = new PlayerActivity(room, from?.activity);
    if (from === undefined) {
      const [ann, ben] = await room.seated(2);
      activity.missed(ann);
      activity.missed(ben);
      await room.until(() => ben.left);
      await room.sleep(1_000);
      room.state.log.push(...activity.toArray().map(({ player }) => player));
      await room.checkpoint({ round: 1, activity: activity.toArray() });
    }
    const [ann] = await room.seated(1);
    return [activity.missedTurns(ann), activity.idleMs(ann) >= 1_000];
  });
  const ann = await match.join('Ann');
  match.leave(await match.join('Ben'));
  await match.until(() => match.ended !== undefined);
  expect([resultOf(match.match), [...match.state.log]]).toEqual([[1, true], [ann]]);
});

test('G8.1 when its scope ends, open questions are closed and nothing is left', async () => {
  const match = watched(ASKS, 5_000);
  const ann = await match.join('Ann');
  await match.advance(4_500);
  expect(askedNow(match)).toEqual([ann]);
  await match.until(() => match.ended !== undefined);
  expect([askedNow(match), kicksOf(match), match.match.residue]).toEqual([[], [], NO_RESIDUE]);
});
