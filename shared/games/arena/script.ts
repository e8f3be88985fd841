/** The arena: round after round, for whoever is there. */
import { sendAwayIdlers } from './away.ts';
import { dismissBots, inviteBots } from './company.ts';
import { TEAM_COUNT } from './house.ts';
import { keepDoor } from './lives.ts';
import { keepPad } from './pads.ts';
import { playStage, setMap } from './rounds.ts';
import type { ArenaRoom, Stage } from './spec.ts';
import { Body, Fighter } from './state.ts';
import { World } from './world.ts';

/**
 * Rounds are played as long as people come. It goes by stages, each with tasks of its own: a checkpoint ends one, and the
 * next begins here anew.
 */
export async function play(room: ArenaRoom, from?: Stage): Promise<void> {
  if (from === undefined) setUp(room);
  const world = new World(room, from);
  await room.scope(async (arena) => {
    arena.spawn('door', () => keepDoor(world));
    arena.spawn('inviting bots', () => inviteBots(world));
    arena.spawn('dismissing bots', () => dismissBots(world));
    arena.spawn('sending away who is away', () => sendAwayIdlers(world));
    for (const [index, pad] of world.pads.entries()) arena.spawn(`pad ${index}`, () => keepPad(room, pad));
    room.onTick(() => world.tick());
    const stage = await playStage(world, from?.stage ?? 'waiting');
    if (stage !== undefined) await room.checkpoint({ stage, ...world.kept });
    arena.cancel('everybody has gone');
  });
}

function setUp(room: ArenaRoom): void {
  const { state, options } = room;
  state.mode = options.mode;
  state.skill = options.skill;
  for (let seat = 0; seat < options.seats; seat += 1) state.fighters.push(new Fighter().assign({ body: new Body() }));
  for (let team = 0; team < TEAM_COUNT; team += 1) state.teamScores.push(0);
  setMap(room);
}
