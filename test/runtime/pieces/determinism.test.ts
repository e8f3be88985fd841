import { expect, test } from 'vitest';
import {
  dismissExtraBots,
  dismissIdle,
  fillWithBots,
  PlayerActivity,
  rematch,
  roster,
  RosterSeat,
  setDeadline,
  turns,
  untilDeadline,
  voteKick,
} from '../../../shared/runtime/index.ts';
import { checkDeterminism } from '../../../shared/runtime/testing.ts';
import { kicksOf, pieceGame, silentBot, type PieceRoom, type PieceSpec } from './piece-game.ts';

async function takeVotes(room: PieceRoom): Promise<void> {
  for await (const player of room.arrivals()) {
    room.spawn(`votes of ${player.id}`, async () => {
      for await (const wanted of player.messages('kick')) {
        const target = room.players.find(({ seat }) => seat === wanted);
        if (target !== undefined)
          await voteKick(room, target, {
            ask: (voter, limit) => voter.ask('kick', { seat: wanted }, limit),
            timeoutMs: 2_000,
          });
      }
    });
  }
}

async function playRound(room: PieceRoom, activity: PlayerActivity<PieceSpec>, first: number): Promise<void> {
  let left = 6;
  for (const player of turns(room, { first, least: 2 })) {
    if (left-- === 0) return;
    setDeadline(room, room.state, 800);
    const move = await untilDeadline(room, room.state, () => player.next('move', { otherwise: undefined }));
    if (move === undefined) activity.missed(player);
    else activity.acted(player);
    room.state.log.push(`${player.name} ${move ?? 'missed'}`);
  }
}

/** Rounds of turns with everything around them, and a checkpoint after each. */
const game = pieceGame(async (room, from) => {
  roster(room, room.state.seats, RosterSeat);
  const activity = new PlayerActivity(room, from?.activity);
  const fill = { goal: 3, delayMs: 500 };
  await room.scope(async (scope) => {
    scope.spawn('requesting bots', () => fillWithBots(room, fill));
    scope.spawn('dismissing bots', () => dismissExtraBots(room, fill));
    scope.spawn('votes', () => takeVotes(room));
    scope.spawn('idle', () => dismissIdle(room, { isIdle: (player) => activity.missedTurns(player) >= 3 }));
    await room.seated(2);
    const round = from?.round ?? 0;
    await playRound(room, activity, round % 3);
    const goesOn = await rematch(room, {
      ask: (player, limit) => player.ask('rematch', {}, limit),
      timeoutMs: 2_000,
    });
    if (goesOn && round < 3) await room.checkpoint({ round: round + 1, activity: activity.toArray() });
    scope.cancel('over');
  });
});

test('G8.2 a game that is made of pieces replays and recovers as it was', async () => {
  const reasons: string[] = [];
  const report = await checkDeterminism(
    game,
    async (match) => {
      const ids: string[] = [];
      for (const name of ['Ann', 'Ben', 'Cid']) ids.push(await match.join(name));
      for (let tick = 0; match.ended === undefined && tick < 2_000; tick++) {
        if (tick % 7 === 0) match.send(ids[0]!, 'move', tick);
        if (tick % 9 === 0) for (const id of ids) match.answer(id, id !== ids[3]);
        if (tick === 40) match.send(ids[1]!, 'kick', 2);
        if (tick % 50 === 20) match.drop(ids[1]!);
        if (tick % 50 === 30) match.return(ids[1]!);
        if (tick === 200) ids.push(await match.join('Dot'));
        await match.tick();
      }
      reasons.push(...kicksOf(match).map(([, reason]) => reason));
    },
    { bot: silentBot },
  );
  expect(report.recoveredFrom.length).toBeGreaterThan(1);
  // Each piece has done something.
  expect(reasons).toEqual([
    'The others have voted you out.',
    'Away for too long.',
    'A human takes over.',
    'Thanks for playing.',
  ]);
});
