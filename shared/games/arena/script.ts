/** The arena's script: one round after another, for as long as people play or watch. */
import { dismissExtraBots, fillWithBots } from '../../runtime/index.ts';
import { kickIdlePlayers } from './idle.ts';
import { botFillOf } from './bot-fill.ts';
import { TEAM_COUNT } from './constants.ts';
import { admitPlayers } from './respawns.ts';
import { runPad } from './pads.ts';
import { playStage, setMap } from './rounds.ts';
import type { ArenaRoom, ArenaCheckpoint } from './spec.ts';
import { Body, Fighter } from './state.ts';
import { ArenaWorld } from './world.ts';

/** Each stage runs in a scope of tasks; a checkpoint ends it, and the script restarts from the checkpoint with the next stage. */
export async function play(room: ArenaRoom, from?: ArenaCheckpoint): Promise<void> {
  if (from === undefined) setUp(room);
  const world = new ArenaWorld(room, from);
  const fill = botFillOf(world);
  await room.scope(async (arena) => {
    arena.spawn('admitting players', () => admitPlayers(world));
    arena.spawn('requesting bots', () => fillWithBots(room, fill));
    arena.spawn('removing bots', () => dismissExtraBots(room, fill));
    arena.spawn('kicking idle players', () => kickIdlePlayers(world));
    for (const [index, pad] of world.pads.entries()) arena.spawn(`pad ${index}`, () => runPad(room, pad));
    room.onTick(() => world.tick());
    const stage = await playStage(world, from?.stage ?? 'waiting');
    if (stage !== undefined) await room.checkpoint({ stage, ...world.checkpoint });
    arena.cancel('the stage is over');
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
