/** Matches of bots alone in virtual time: in the host that tests and practice use, or in rooms of the live one. */
import { app } from '../../../package/project.ts';
import { loadGames } from '../../../server/games.ts';
import type { LiveRoom } from '../../../server/host/live-room.ts';
import { VirtualMatch } from '../../../shared/runtime/testing.ts';
import type { Game } from '../../../shared/runtime/index.ts';
import { joinRoom, HeadlessHost } from '../../../test/support/headless-host.ts';

export type SimulatedGame = 'liars-dice' | 'arena';

const games = await loadGames(app.games);

/** How much was played. */
export interface SimulatedTime {
  readonly ticks: number;
  readonly matchMs: number;
}

/** What a match begins with: bots at a full table, or a watcher for whom the arena brings bots. */
interface Scene {
  readonly options: Readonly<Record<string, unknown>>;
  readonly bots: number;
  readonly watched: boolean;
}

const SCENES: Readonly<Record<SimulatedGame, Scene>> = {
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
async function simulateVirtual(name: SimulatedGame, ms: number): Promise<SimulatedTime> {
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

async function simulateLive(name: SimulatedGame, ms: number): Promise<SimulatedTime> {
  const entry = entryOf(name);
  const { options, bots, watched } = SCENES[name];
  const host = new HeadlessHost();
  const played = { ticks: 0, matchMs: 0 };
  while (played.matchMs < ms) {
    const room = host.open(entry, options);
    for (let number = 1; number <= bots; number++) joinRoom(room, { id: `bot-${number}`, bot: true });
    if (watched) joinRoom(room, { id: 'zoe', spectator: true });
    await playOn(host, room, ms - played.matchMs);
    add(played, room.match.tick, entry.game);
    host.close(room);
  }
  return played;
}

async function playOn(host: HeadlessHost, room: LiveRoom, ms: number): Promise<void> {
  while (!room.over && room.match.now < ms) await host.pass(1_000);
  const { ended } = room.match;
  if (ended?.kind === 'failed') throw ended.error;
}

function add(played: { ticks: number; matchMs: number }, ticks: number, { tickRate }: Game): void {
  played.ticks += ticks;
  played.matchMs += (ticks * 1_000) / tickRate;
}

function entryOf(name: SimulatedGame) {
  const entry = games.find(({ game }) => game.name === name);
  if (entry === undefined) throw new RangeError(`there is no game "${name}"`);
  return entry;
}
