/** The arena: the game, its bots, and what clients share with the server: movement rules, maps and constants. */
export { arenaBot, arenaBotOf, arenaBots } from './bot.ts';
export { AIM_X, AIM_Y, aimOfWalk, aimTowards, turnBetween, walkOfAim } from './directions.ts';
export { bulletAt, isClear, reachOfBullet, reachOfRay, type MutablePoint as MutablePlace } from './projectiles.ts';
export { arena } from './game.ts';
export { eachBullet } from './weapons.ts';
export * from './constants.ts';
export { GROUND, groundAt, tileOf, type ArenaMap, type PadPoint as PadPlace, type MapPoint as Place } from './map.ts';
export { mapNamed, MAPS, mapsFor } from './maps.ts';
export { hasLeader, killCount, lastKills } from './scores.ts';
export { arenaSpec, ArenaOptions, Controls } from './spec.ts';
export { OWN, type Arena, type Body, type Bullet, type Fighter, type Kill, type Pad, type Phase } from './state.ts';
export { firesNext, fits, STEP_FIELDS, stepFighter, type Fired, type StepBody, type StepControls } from './step.ts';
