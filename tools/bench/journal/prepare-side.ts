/** Writes the journals of many rooms into a data folder, as a server does in some minutes, and dies without closing them. */
import { codeVersion, stateVersion } from '../../../server/code-version.ts';
import { Delivery } from '../../../server/host/members/delivery.ts';
import { writeCheckpoint, type HostCheckpoint } from '../../../server/host/host-checkpoint.ts';
import { SqliteStore } from '../../../server/journal/sqlite-store.ts';
import type { JournalFrame, Slot } from '../../../server/journal/store.ts';
import { createLog } from '../../../server/log.ts';
import { arena } from '../../../shared/games/arena/game.ts';
import { liarsDice } from '../../../shared/games/liars-dice/index.ts';
import type { Frame, Snapshot, Trace } from '../../../shared/runtime/host.ts';
import type { Game } from '../../../shared/runtime/index.ts';
import { serveOrders } from '../serve-orders.ts';
import { playEvening } from './evening.ts';
import { playFight } from './fight.ts';
import type { RecordedMatch } from './recorded-match.ts';

export interface PrepareOrder {
  readonly folder: string;
  readonly game: keyof typeof GAMES;
  readonly rooms: number;
  readonly minutes: number;
}

const GAMES = {
  'liars-dice': { game: liarsDice, play: playEvening },
  arena: { game: arena, play: (seed: number, minutes: number) => playFight(seed, minutes * 60) },
} as const satisfies Record<string, { game: Game; play: (seed: number, minutes: number) => Promise<RecordedMatch> }>;

/** The number of different matches; the rooms take turns with them. */
const MATCHES = 8;
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ';

interface Room {
  readonly slot: Slot;
  readonly played: RecordedMatch;
  readonly frames: ReadonlyMap<number, Frame>;
  readonly checkpoints: ReadonlyMap<number, Snapshot>;
}

serveOrders<PrepareOrder>(async ({ folder, game: name, rooms: count, minutes }) => {
  const { game, play } = GAMES[name];
  let nowMs = Date.now() - minutes * 60_000;
  const store = await SqliteStore.open({ folder, level: 'process', log: createLog('error'), now: () => nowMs });
  const matches: RecordedMatch[] = [];
  for (let seed = 1; seed <= Math.min(MATCHES, count); seed++) matches.push(await play(seed, minutes));
  const rooms = Array.from({ length: count }, (_, index) =>
    openRoom(store, game, matches[index % matches.length]!, index),
  );
  const lastTick = Math.max(...matches.map(({ recording }) => recording.lastTick));
  for (let tick = 1; tick <= lastTick; tick++) {
    nowMs += 1000 / game.tickRate;
    const going = rooms.filter(({ played }) => tick <= played.recording.lastTick);
    for (const { slot, checkpoints } of going) {
      const snapshot = checkpoints.get(tick - 1);
      if (snapshot !== undefined) store.checkpoint(slot, snapshot.tick, writeCheckpoint(hostOf(snapshot)));
    }
    store.commit(going.map((room) => frameOf(room, tick)));
  }
  setImmediate(() => process.kill(process.pid, 'SIGKILL'));
  return { ticks: lastTick };
});

function openRoom(store: SqliteStore, game: Game, played: RecordedMatch, index: number): Room {
  const { recording, snapshots } = played;
  const room = Array.from({ length: 5 }, (_, digit) => LETTERS[Math.floor(index / 24 ** digit) % 24]).join('');
  const start = { ...recording.start, matchId: `${room}-bench${index}`, code: codeVersion(game.name) };
  return {
    slot: store.open({ start, room, private: false, reflection: stateVersion(game) }),
    played,
    frames: new Map(recording.frames.map((frame) => [frame.tick, frame])),
    checkpoints: new Map(snapshots.map((snapshot) => [snapshot.tick, snapshot])),
  };
}

function frameOf({ slot, frames }: Room, tick: number): JournalFrame {
  const trace: Trace | undefined = frames.get(tick - 1)?.trace;
  return { slot, tick, entries: frames.get(tick)?.entries ?? [], trace };
}

function hostOf(snapshot: Snapshot): HostCheckpoint {
  const members = snapshot.seats.map(({ id, name, seat, bot }) => {
    return { id, name, seat, bot, spectator: false, tokens: [], delivery: new Delivery().state() };
  });
  return { snapshot, members, lastBot: snapshot.seats.length, botsWanted: 0 };
}
