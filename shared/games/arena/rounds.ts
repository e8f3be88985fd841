/** The phases of a round. A phase ends after a tick's systems ran, so that no input frame falls between two phases. */
import { setDeadline } from '../../runtime/index.ts';
import { isDeserted } from './bot-fill.ts';
import { balanceTeams, respawn } from './fighters.ts';
import { PACE } from './constants.ts';
import { mapsFor } from './maps.ts';
import { placePads } from './pads.ts';
import { clearScores, decideWinners, hasLeader } from './scores.ts';
import type { ArenaRoom, ArenaCheckpoint } from './spec.ts';
import type { ArenaWorld } from './world.ts';

type StageName = ArenaCheckpoint['stage'];

/** Why waiting ended: the stage is over, a checkpoint is due, or only bots are left. */
type End = 'over' | 'checkpoint' | 'deserted';

/** Plays a stage up to its end or to the next checkpoint. Returns the next stage; undefined: the arena closes. */
export async function playStage(world: ArenaWorld, stage: StageName): Promise<StageName | undefined> {
  const end = await endOf(world, () => isOver(world, stage));
  if (end !== 'over') return end === 'checkpoint' ? stage : undefined;
  return NEXT[stage](world);
}

/** Switches to the map of the round, and spawns all fighters there. */
export function setMap(room: ArenaRoom): void {
  const maps = mapsFor(room.options.seats);
  const map = maps[Math.max(0, room.state.round - 1) % maps.length];
  if (map === undefined) throw new RangeError(`no map has room for ${room.options.seats} fighters`);
  room.state.map = map.name;
  placePads(room, map);
  for (const fighter of room.state.fighters) {
    fighter.alive = false;
    fighter.body.health = 0;
    fighter.body.bullets.clear();
  }
  for (const fighter of room.state.fighters) if (fighter.player !== '') respawn(room, map, fighter);
}

const NEXT: Readonly<Record<StageName, (world: ArenaWorld) => StageName>> = {
  waiting: openRound,
  countdown: (world) => (isEmpty(world) ? wait(world) : fight(world)),
  fight: (world) => (isEmpty(world) ? wait(world) : hasLeader(world.room.state) ? celebrate(world) : goOn(world)),
  sudden: (world) => (isEmpty(world) ? wait(world) : celebrate(world)),
  podium: (world) => (isEmpty(world) ? wait(world) : openRound(world)),
};

function isOver(world: ArenaWorld, stage: StageName): boolean {
  const { now, state } = world.room;
  if (stage === 'waiting') return !isEmpty(world);
  return now >= state.deadline || isEmpty(world) || (stage === 'sudden' && hasLeader(state));
}

/** Waits for the end of a stage, at the earliest in the tick after it began: the systems of that tick have run already. */
async function endOf(world: ArenaWorld, isDone: () => boolean): Promise<End> {
  const { room } = world;
  const { tick } = room;
  const due = room.now + PACE.checkpointMs;
  await room.until(() => room.tick > tick && (isDone() || isDeserted(world) || (room.now >= due && world.count > 0)));
  if (isDeserted(world)) return 'deserted';
  return isDone() ? 'over' : 'checkpoint';
}

/** A round needs two fighters. */
function isEmpty({ count }: ArenaWorld): boolean {
  return count < 2;
}

function wait({ room }: ArenaWorld): StageName {
  room.state.phase = 'waiting';
  setDeadline(room, room.state, undefined);
  return 'waiting';
}

/** Starts a round: all fighters spawn on the next map. */
function openRound(world: ArenaWorld): StageName {
  const { room } = world;
  const { state } = room;
  state.phase = 'countdown';
  state.round += 1;
  clearScores(state);
  balanceTeams(state);
  setMap(room);
  world.onMapChange();
  setDeadline(room, room.state, PACE.countdownMs);
  return 'countdown';
}

function fight({ room }: ArenaWorld): StageName {
  room.state.phase = 'fight';
  setDeadline(room, room.state, room.options.roundMs);
  return 'fight';
}

/** Time is up and nobody leads: the next to take the lead wins. */
function goOn({ room }: ArenaWorld): StageName {
  room.state.phase = 'sudden';
  setDeadline(room, room.state, PACE.suddenDeathMs);
  return 'sudden';
}

function celebrate({ room }: ArenaWorld): StageName {
  room.state.phase = 'podium';
  decideWinners(room.state);
  setDeadline(room, room.state, PACE.podiumMs);
  return 'podium';
}
