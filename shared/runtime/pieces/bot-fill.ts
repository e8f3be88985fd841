/** Bots in the seats that people leave free, and out of them when people come. */
import type { Player } from '../room/player.ts';
import type { Room } from '../room/room.ts';
import type { GameSpec } from '../room/spec.ts';

/** How long the host may take to seat the bots that were requested, before they are requested again. */
const RETRY_MS = 2_000;

/** How many players of each kind there are. */
export interface PlayerCounts {
  /** Players that are no bots. */
  readonly people: number;
  /** Bots in seats. */
  readonly bots: number;
}

/** How many players a room is filled up to, and when. */
export interface BotFill<S extends GameSpec> {
  /** With fewer players bots are requested; with more, bots leave. One less than there are seats leaves a seat for the next person. */
  readonly goal: number;
  /** How long a seat waits for a person, in ms of match time. */
  readonly delayMs: number;
  /** How long the host may take to seat bots, before they are requested again; 2,000 unless given. */
  readonly retryMs?: number;
  /** Whether bots are wanted now; while a person plays unless given. */
  isWanted?(): boolean;
  /** Counts the players, for games that have their number at hand: it is asked in each tick. */
  counts?(): PlayerCounts;
  /** Sorts bots: the first ones leave first. Unless given, those in the last seats do. */
  compare?(one: Player<S>, other: Player<S>): number;
}

/**
 * Requests bots and waits until there are `count` players, or the host has had its time. People who join meanwhile are as welcome.
 *
 * @returns whether there are as many players
 *
 * @example
 * while (!(await seatBots(room, 4)));
 */
export async function seatBots<S extends GameSpec>(room: Room<S>, count: number, waitMs = RETRY_MS): Promise<boolean> {
  const isFull = (): boolean => room.players.length >= count;
  room.addBots(count - room.players.length);
  await room.within(waitMs, () => room.until(isFull));
  return isFull();
}

/**
 * Lets a bot play on for a player: waits until the player has left, and seats a bot in the same seat. Bots take the lowest free
 * seats, so free seats below are filled as well. What the state has of the seat is the game's: it stays, and the bot goes on with it.
 *
 * @returns who sits there then, usually the bot; undefined if nobody does in time
 *
 * @example
 * const player = (await replaceByBot(room, leaver)) ?? leaver;
 */
export async function replaceByBot<S extends GameSpec>(
  room: Room<S>,
  player: Player<S>,
  waitMs = RETRY_MS,
): Promise<Player<S> | undefined> {
  const successor = (): Player<S> | undefined => room.players.find(({ seat }) => seat === player.seat);
  await room.until(() => player.left);
  if (successor() === undefined) {
    room.addBots(player.seat + 1 - room.players.filter(({ seat }) => seat < player.seat).length);
    await room.within(waitMs, () => room.until(() => successor() !== undefined));
  }
  return successor();
}

/**
 * Requests bots whenever there are fewer players than the goal, for as long as it runs: as a task of its own.
 *
 * @example
 * const fill = { goal: 7, delayMs: 5_000 };
 * room.spawn('requesting bots', () => fillWithBots(room, fill));
 * room.spawn('dismissing bots', () => dismissExtraBots(room, fill));
 */
export async function fillWithBots<S extends GameSpec>(room: Room<S>, fill: BotFill<S>): Promise<never> {
  const { goal, delayMs, retryMs = RETRY_MS } = fill;
  const countAll = (): number => {
    const { people, bots } = countsOf(room, fill);
    return people + bots;
  };
  const isWanted = (): boolean => fill.isWanted?.() ?? countsOf(room, fill).people > 0;
  for (;;) {
    await room.until(() => isWanted() && countAll() < goal);
    await room.sleep(delayMs);
    room.addBots(goal - room.players.length);
    await room.within(retryMs, () => room.until(() => countAll() >= goal));
  }
}

/** Dismisses bots while there are more players than the goal, for as long as it runs: as a task of its own. See {@link fillWithBots}. */
export async function dismissExtraBots<S extends GameSpec>(room: Room<S>, fill: BotFill<S>): Promise<never> {
  const compare = fill.compare ?? ((one: Player<S>, other: Player<S>): number => other.seat - one.seat);
  for (;;) {
    await room.until(() => {
      const { people, bots } = countsOf(room, fill);
      return bots > 0 && people + bots > fill.goal;
    });
    const extra = Math.max(0, room.players.length - fill.goal);
    const leaving = room.players
      .filter(({ bot }) => bot)
      .sort(compare)
      .slice(0, extra);
    for (const bot of leaving) bot.kick('A human takes over.');
    await room.until(() => leaving.every(({ left }) => left));
  }
}

function countsOf<S extends GameSpec>(room: Room<S>, fill: BotFill<S>): PlayerCounts {
  if (fill.counts !== undefined) return fill.counts();
  const { players } = room;
  const bots = players.filter(({ bot }) => bot).length;
  return { people: players.length - bots, bots };
}
