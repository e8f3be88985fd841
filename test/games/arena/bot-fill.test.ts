import { describe, expect, test } from 'vitest';
import { arenaBot, PACE } from '../../../shared/games/arena/index.ts';
import { TestArena, type Options } from './test-arena.ts';

function withBots(options: Options): TestArena {
  return new TestArena(options, { bot: arenaBot });
}

function here(arena: TestArena): { people: number; bots: number } {
  const bots = arena.match.match.players.filter(({ bot }) => bot).length;
  return { people: arena.match.match.players.length - bots, bots };
}

describe('bots', () => {
  test('join a moment after the first player, up to the configured number', async () => {
    const arena = withBots({ seats: 8, fill: 5 });
    await arena.join(1);
    await arena.match.advance(PACE.fillMs - 100);
    expect(here(arena)).toEqual({ people: 1, bots: 0 });
    await arena.match.advance(200);
    expect(here(arena)).toEqual({ people: 1, bots: 4 });
  });

  test('join for spectators, too', async () => {
    const arena = withBots({ seats: 8, fill: 4 });
    await arena.match.spectate('Zoe');
    await arena.reach('fight');
    expect(here(arena)).toEqual({ people: 0, bots: 4 });
  });

  test('do not join an empty arena', async () => {
    const arena = withBots({ seats: 8, fill: 4 });
    await arena.match.advance(10_000);
    expect(here(arena)).toEqual({ people: 0, bots: 0 });
    expect(arena.state.phase).toBe('waiting');
  });

  test('leave when people join, the lowest score first', async () => {
    const arena = withBots({ seats: 8, fill: 4 });
    await arena.join(1);
    await arena.reach('fight');
    arena.state.fighters.forEach((fighter, seat) => {
      if (fighter.bot) fighter.score = 10 + seat;
    });
    await arena.join(1);
    await arena.match.tick(3);
    expect(here(arena)).toEqual({ people: 2, bots: 2 });
    expect(arena.fighter(1)).toMatchObject({ player: '', alive: false });
  });

  test('leave a seat free for the next player, even when they may fill all', async () => {
    const arena = withBots({ seats: 6, fill: 6 });
    await arena.join(1);
    await arena.match.advance(3_000);
    for (const people of [1, 2, 3, 4, 5]) {
      expect(here(arena)).toEqual({ people, bots: 5 - people });
      await arena.join(1);
      await arena.match.tick(3);
    }
    expect(here(arena)).toEqual({ people: 6, bots: 0 });
  });

  test('take the second of two seats', async () => {
    const arena = withBots({ seats: 2, fill: 2 });
    await arena.join(1);
    await arena.reach('fight');
    expect(here(arena)).toEqual({ people: 1, bots: 1 });
  });

  test('join again when people leave', async () => {
    const arena = withBots({ seats: 6, fill: 4 });
    await arena.join(3);
    await arena.reach('fight');
    await arena.leave(1);
    await arena.match.advance(PACE.fillMs + 200);
    expect(here(arena)).toEqual({ people: 2, bots: 2 });
  });

  test('do not play alone: the arena closes when the last human has left and nobody watches', async () => {
    const arena = withBots({ seats: 6, fill: 4 });
    await arena.join(1);
    await arena.reach('fight');
    const watching = await arena.match.spectate('Zoe');
    await arena.leave(0);
    await arena.match.advance(5_000);
    expect(arena.match.ended).toBeUndefined();
    arena.match.leave(watching);
    await arena.match.tick(2);
    expect(arena.match.ended).toMatchObject({ kind: 'finished' });
  });
});

describe('a player', () => {
  test('joins a fight at once', async () => {
    const arena = await TestArena.fighting(2, { seats: 4 });
    await arena.join(1);
    expect(arena.state.phase).toBe('fight');
    expect(arena.fighter(2)).toMatchObject({ name: 'Player 3', alive: true });
    expect(arena.body(2)).toMatchObject({ health: 100, safe: true });
  });

  test('leaves nothing behind for the next player on the same seat', async () => {
    const arena = await TestArena.fighting(3, { seats: 12 });
    arena.setInput(1, { buttons: 1 });
    await arena.match.tick(4);
    arena.fighter(1).score = 4;
    expect(arena.body(1).bullets.size).toBe(1);
    // In the same tick, so that the seat is never empty.
    arena.match.leave(arena.idOf(1));
    await arena.match.join('Eve');
    expect(arena.fighter(1)).toMatchObject({ name: 'Eve', score: 0, deaths: 0, alive: true });
    expect(arena.body(1).bullets.size).toBe(0);
  });

  test('stands still while disconnected, and is shown as away', async () => {
    const arena = await TestArena.fighting(2, { seats: 4 });
    arena.match.drop(arena.idOf(1));
    await arena.match.tick();
    expect(arena.fighter(1)).toMatchObject({ connected: false, alive: true });
    arena.match.return(arena.idOf(1));
    await arena.match.tick();
    expect(arena.fighter(1).connected).toBe(true);
  });

  test('is shown by name', async () => {
    const arena = await TestArena.fighting(2, { seats: 3 });
    expect(arena.state.fighters.map(({ name, player }) => [name, player !== ''])).toEqual([
      ['Player 1', true],
      ['Player 2', true],
      ['', false],
    ]);
  });
});
