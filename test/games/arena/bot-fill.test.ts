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
  test('come a moment after the first has sat down, as many as are to fight', async () => {
    const arena = withBots({ seats: 8, fill: 5 });
    await arena.join(1);
    await arena.match.advance(PACE.fillMs - 100);
    expect(here(arena)).toEqual({ people: 1, bots: 0 });
    await arena.match.advance(200);
    expect(here(arena)).toEqual({ people: 1, bots: 4 });
  });

  test('come to those who only watch, too', async () => {
    const arena = withBots({ seats: 8, fill: 4 });
    await arena.match.spectate('Zoe');
    await arena.reach('fight');
    expect(here(arena)).toEqual({ people: 0, bots: 4 });
  });

  test('come to nobody where nobody is', async () => {
    const arena = withBots({ seats: 8, fill: 4 });
    await arena.match.advance(10_000);
    expect(here(arena)).toEqual({ people: 0, bots: 0 });
    expect(arena.state.phase).toBe('waiting');
  });

  test('give way to people, the worst of them first', async () => {
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

  test('leave a seat for the next to come, even where they are to fill all', async () => {
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

  test('make up the second of two', async () => {
    const arena = withBots({ seats: 2, fill: 2 });
    await arena.join(1);
    await arena.reach('fight');
    expect(here(arena)).toEqual({ people: 1, bots: 1 });
  });

  test('come back where people leave', async () => {
    const arena = withBots({ seats: 6, fill: 4 });
    await arena.join(3);
    await arena.reach('fight');
    await arena.leave(1);
    await arena.match.advance(PACE.fillMs + 200);
    expect(here(arena)).toEqual({ people: 2, bots: 2 });
  });

  test('do not go on alone: the arena closes where the last human has left and nobody watches', async () => {
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

describe('who comes and goes', () => {
  test('comes into a fight at once', async () => {
    const arena = await TestArena.fighting(2, { seats: 4 });
    await arena.join(1);
    expect(arena.state.phase).toBe('fight');
    expect(arena.fighter(2)).toMatchObject({ name: 'Player 3', alive: true });
    expect(arena.body(2)).toMatchObject({ health: 100, safe: true });
  });

  test('leaves nothing behind for the next in the same place', async () => {
    const arena = await TestArena.fighting(3, { seats: 12 });
    arena.setInput(1, { buttons: 1 });
    await arena.match.tick(4);
    arena.fighter(1).score = 4;
    expect(arena.body(1).bullets.size).toBe(1);
    // In the same tick, so that the place is never empty.
    arena.match.leave(arena.idOf(1));
    await arena.match.join('Eve');
    expect(arena.fighter(1)).toMatchObject({ name: 'Eve', score: 0, deaths: 0, alive: true });
    expect(arena.body(1).bullets.size).toBe(0);
  });

  test('stands still while the connection is down, and is told to be away', async () => {
    const arena = await TestArena.fighting(2, { seats: 4 });
    arena.match.drop(arena.idOf(1));
    await arena.match.tick();
    expect(arena.fighter(1)).toMatchObject({ connected: false, alive: true });
    arena.match.return(arena.idOf(1));
    await arena.match.tick();
    expect(arena.fighter(1).connected).toBe(true);
  });

  test('is shown by name, and others are shown to nobody', async () => {
    const arena = await TestArena.fighting(2, { seats: 3 });
    expect(arena.state.fighters.map(({ name, player }) => [name, player !== ''])).toEqual([
      ['Player 1', true],
      ['Player 2', true],
      ['', false],
    ]);
  });
});
