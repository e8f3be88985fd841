/** Matches of bots alone in virtual time: in the host that tests and practice use, or in rooms of the live one. */
import { games } from '../../../server/games.ts';
import type { LiveRoom } from '../../../server/host/live-room.ts';
import { VirtualMatch, type Game } from '../../../shared/runtime/index.ts';
import { enter, QuietHouse } from './quiet-house.ts';

export type SimGame = 'liars-dice' | 'arena';

/** How much was played. */
export interface Simulated {
  readonly ticks: number;
  readonly matchMs: number;
}

/** What a match begins with: bots at a full table, or a watcher for whom the arena brings bots. */
interface Scene {
  readonly options: Readonly<Record<string, unknown>>;
  readonly bots: number;
  readonly watched: boolean;
}

const SCENES: Readonly<Record<SimGame, Scene>> = {
  'liars-dice': { options: { seats: 6, fillAfterMs: 0 }, bots: 6, watched: false },
  arena: { options: { seats: 9, fill: 8 }, bots: 0, watched: true },
};

export const SIM_HOSTS = {
  /** Each client's patches are encoded and decoded by a `LocalHost`, and everything is recorded. */
  virtual: simulateVirtual,
  /** The same with the rooms of the server, whose journal goes nowhere. */
  live: simulateLive,
} as const;

/** Plays match after match until so much match time has passed. */
async function simulateVirtual(name: SimGame, ms: number): Promise<Simulated> {
  const { game, bot } = entryOf(name);
  const { options, bots, watched } = SCENES[name];
  const played = { ticks: 0, matchMs: 0 };
  for (let seed = 1; played.matchMs < ms; seed++) {
    const match = new VirtualMatch(game, { options, seed, bot });
    for (let number = 1; number <= bots; number++) {
      match.enter({ kind: 'join', player: `bot-${number}`, name: `Bot ${number}`, bot: true });
    }
    if (watched) await match.spectate('Zoe');
    while (match.ended === undefined && played.matchMs + match.now < ms) await match.tick();
    add(played, match.match.tick, game);
  }
  return played;
}

async function simulateLive(name: SimGame, ms: number): Promise<Simulated> {
  const entry = entryOf(name);
  const { options, bots, watched } = SCENES[name];
  const house = new QuietHouse();
  const played = { ticks: 0, matchMs: 0 };
  while (played.matchMs < ms) {
    const room = house.open(entry, options);
    for (let number = 1; number <= bots; number++) enter(room, { id: `bot-${number}`, bot: true });
    if (watched) enter(room, { id: 'zoe', spectator: true });
    await playOn(house, room, ms - played.matchMs);
    add(played, room.match.tick, entry.game);
    house.close(room);
  }
  return played;
}

async function playOn(house: QuietHouse, room: LiveRoom, ms: number): Promise<void> {
  while (!room.over && room.match.now < ms) await house.pass(1_000);
  const { ended } = room.match;
  if (ended?.kind === 'failed') throw ended.error;
}

function add(played: { ticks: number; matchMs: number }, ticks: number, { tickRate }: Game): void {
  played.ticks += ticks;
  played.matchMs += (ticks * 1_000) / tickRate;
}

function entryOf(name: SimGame) {
  const entry = games.find(({ game }) => game.name === name);
  if (entry === undefined) throw new RangeError(`there is no game "${name}"`);
  return entry;
}
