import { describe, expect, test } from 'vitest';
import { arenaBot, PACE } from '../../../shared/games/arena/index.ts';
import { TestArena } from './test-arena.ts';

const LONG = { seats: 4, roundMs: 300_000 };

/** The seats of the remaining people. */
function here(arena: TestArena): number[] {
  return arena.match.match.players.filter(({ bot }) => !bot).map(({ seat }) => seat);
}

function reasons(arena: TestArena): [player: string, reason: string][] {
  return arena.match.outputs.flatMap((output) =>
    output.kind === 'dismiss' && !output.player.startsWith('bot') ? [[output.player, output.reason]] : [],
  );
}

/** The player in seat 0 keeps moving the aim. */
async function advance(arena: TestArena, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 1_000) {
    arena.setInput(0, { aim: left % 1_024 });
    await arena.match.advance(1_000);
  }
}

describe('a player who is idle in a fight', () => {
  test('is kicked after a while, with a reason', async () => {
    const arena = await TestArena.fighting(3, LONG);
    const [, id = ''] = arena.players;
    for (const seat of [1, 2]) arena.setInput(seat, { move: 1, aim: 300, buttons: 1 });
    await advance(arena, PACE.awayMs - 2_000);
    expect(here(arena)).toEqual([0, 1, 2]);
    arena.setInput(2, { move: 2 });
    await advance(arena, 4_000);
    expect(here(arena)).toEqual([0, 2]);
    expect(reasons(arena)).toEqual([[id, 'Away for too long.']]);
    await advance(arena, PACE.awayMs);
    expect(here(arena)).toEqual([0]);
  });

  test('is kicked as well if no frames arrive at all', async () => {
    const arena = await TestArena.fighting(2, LONG);
    await advance(arena, PACE.awayMs + 2_000);
    expect(here(arena)).toEqual([0]);
  });

  test('is not kicked before there is a fight', async () => {
    const arena = await TestArena.seated(1, LONG);
    await arena.match.advance(3 * PACE.awayMs);
    expect(here(arena)).toEqual([0]);
  });

  test('leaves a seat on which the next player has the full time again', async () => {
    const arena = await TestArena.fighting(2, LONG);
    await advance(arena, PACE.awayMs - 5_000);
    arena.match.leave(arena.idOf(1));
    await arena.match.join('Eve');
    await advance(arena, 10_000);
    expect(here(arena)).toEqual([0, 1]);
  });

  test('is not kicked if it is a bot', async () => {
    const arena = await TestArena.seated(1, { ...LONG, fill: 3 }, { bot: Object.assign({}, arenaBot, { play: idle }) });
    await arena.reach('fight');
    await advance(arena, PACE.awayMs + 3_000);
    expect(arena.match.match.players.length).toBe(3);
    expect(reasons(arena)).toEqual([]);
  });
});

async function idle(): Promise<void> {}
