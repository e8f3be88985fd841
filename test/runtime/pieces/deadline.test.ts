import { expect, test } from 'vitest';
import { setDeadline, untilDeadline, withDeadline } from '../../../shared/runtime/index.ts';
import { caught, resultOf } from '../play.ts';
import { NO_RESIDUE, pieceMatch, type PieceRoom } from './piece-game.ts';

/** What a script gives that awaits something until a deadline, and when. */
async function resultAt(play: (room: PieceRoom) => Promise<unknown>): Promise<[result: unknown, at: number]> {
  const match = pieceMatch(async (room) => [await play(room), room.now]);
  await match.until(() => match.ended !== undefined, { limitMs: 60_000 });
  expect(match.match.residue).toEqual(NO_RESIDUE);
  return resultOf(match.match);
}

test('G1.1 a deadline is written with the time at which it was set, in a state of its own or in fields of the game', async () => {
  const match = pieceMatch(async (room) => {
    await room.sleep(950);
    setDeadline(room, room.state, 20_000);
    setDeadline(room, room.state.matchEnds, 60_000);
  });
  await match.tick(20);
  expect([match.state.now, match.state.deadline]).toEqual([1_000, 21_000]);
  expect(match.state.matchEnds.toJSON()).toEqual({ now: 1_000, deadline: 61_000 });
});

test.for([undefined, Infinity])('G1.1 %s clears it', async (none) => {
  const match = pieceMatch(async (room) => {
    setDeadline(room, room.state, 20_000);
    await room.sleep(950);
    setDeadline(room, room.state, none);
  });
  await match.tick(20);
  expect([match.state.now, match.state.deadline]).toEqual([1_000, 0]);
});

test.for([0, -500])('G1.1 a deadline %s ms away passes at once', async (ms) => {
  const [result, at] = await resultAt(async (room) => {
    setDeadline(room, room.state, ms);
    return untilDeadline(room, room.state, async () => 'called');
  });
  expect([result, at]).toEqual([undefined, 50]);
});

test('G1.1 what is no number is a RangeError, and changes nothing', async () => {
  const [error] = await resultAt(async (room) => {
    setDeadline(room, room.state, 1_000);
    const thrown = await caught(() => setDeadline(room, room.state, Number.NaN));
    return [thrown instanceof RangeError, room.state.deadline];
  });
  expect(error).toEqual([true, 1_050]);
});

test('G1.2 what ends in time gives its value', async () => {
  const seen = await resultAt(async (room) => {
    setDeadline(room, room.state, 1_000);
    return untilDeadline(room, room.state, () => room.sleep(500).then(() => 'slept'));
  });
  expect(seen).toEqual(['slept', 550]);
});

test('G1.2 what does not is cancelled, and its cleanup is awaited', async () => {
  const [result, at] = await resultAt(async (room) => {
    setDeadline(room, room.state, 1_000);
    const slept = await untilDeadline(room, room.state, async () => {
      try {
        await room.sleep(5_000);
      } finally {
        await room.shield(1_000, () => room.sleep(200));
      }
    });
    return slept;
  });
  expect([result, at]).toEqual([undefined, 1_250]);
});

test('G1.2 an error of the function is thrown', async () => {
  const [error] = await resultAt(async (room) => {
    setDeadline(room, room.state, 1_000);
    return String(await caught(() => untilDeadline(room, room.state, () => Promise.reject(new Error('mine')))));
  });
  expect(error).toBe('Error: mine');
});

test('G1.3 a message in the tick of the deadline counts, one in the next does not', async () => {
  const match = pieceMatch(async (room) => {
    const [ann] = await room.seated(1);
    const moves: unknown[] = [];
    for (let round = 0; round < 2; round++) {
      setDeadline(room, room.state, 500);
      moves.push(await untilDeadline(room, room.state, () => ann.next('move')));
    }
    return moves;
  });
  const ann = await match.join('Ann');
  await match.until(() => match.now === match.state.deadline - 50);
  match.send(ann, 'move', 7);
  await match.tick(10);
  const late = await match.until(() => match.now === match.state.deadline).then(() => match.send(ann, 'move', 8));
  await match.tick();
  expect([resultOf(match.match), late.reply]).toEqual([[7, undefined], 'room-closed']);
});

test('G1.4 a deadline that is moved meanwhile counts as it is then: later, earlier, and cleared', async () => {
  const moved = (ms: number | undefined) =>
    resultAt(async (room) => {
      setDeadline(room, room.state, 1_000);
      const mover = room.spawn('mover', async () => {
        await room.sleep(500);
        setDeadline(room, room.state, ms);
      });
      const result = await untilDeadline(room, room.state, () => room.sleep(5_000).then(() => 'slept'));
      await mover.join();
      return result;
    });
  expect(await Promise.all([2_000, 100, undefined].map(moved))).toEqual([
    [undefined, 2_550],
    [undefined, 650],
    ['slept', 5_050],
  ]);
});

test('G1.5 without a deadline it waits without limit', async () => {
  const seen = await resultAt((room) => untilDeadline(room, room.state, () => room.sleep(5_000).then(() => 'slept')));
  expect(seen).toEqual(['slept', 5_050]);
});

test('G1.5 a loop that waits for a deadline that has passed is a runaway, and does not hang', async () => {
  const match = pieceMatch(async (room) => {
    setDeadline(room, room.state, 0);
    for (;;) await untilDeadline(room, room.state, async () => undefined);
  });
  await match.tick();
  expect(match.ended?.kind === 'failed' && String(match.ended.error)).toContain('RunawayTick');
});

test('G1.9 a deadline for one wait is in the state during it, and cleared when it ends', async () => {
  const ends: Record<string, (room: PieceRoom) => Promise<unknown>> = {
    'in time': (room: PieceRoom) => room.sleep(500).then(() => 'slept'),
    'too late': (room: PieceRoom) => room.sleep(5_000),
    'with an error': (room: PieceRoom) => room.sleep(500).then(() => Promise.reject(new Error('mine'))),
  };
  const seen = await Promise.all(
    Object.values(ends).map((end) =>
      resultAt(async (room) => {
        const during = room.spawn('look', () => room.sleep(100).then(() => room.state.deadline));
        const result = await withDeadline(room, room.state, 1_000, () => end(room)).catch(String);
        return [result, await during.join(), room.state.deadline];
      }),
    ),
  );
  expect(seen).toEqual([
    [['slept', 1_050, 0], 550],
    [[undefined, 1_050, 0], 1_050],
    [['Error: mine', 1_050, 0], 550],
  ]);
});

test('G1.9 it is cleared also where the wait is cancelled from outside', async () => {
  const [result] = await resultAt(async (room) => {
    await room.within(300, () => withDeadline(room, room.state, 1_000, () => room.sleep(5_000)));
    return room.state.deadline;
  });
  expect(result).toBe(0);
});

test('G8.1 a wait until a deadline that is cancelled from outside leaves nothing', async () => {
  const [result] = await resultAt(async (room) => {
    setDeadline(room, room.state, 10_000);
    return room.within(300, () => untilDeadline(room, room.state, () => room.sleep(5_000)), { otherwise: 'cut off' });
  });
  expect(result).toBe('cut off');
});
