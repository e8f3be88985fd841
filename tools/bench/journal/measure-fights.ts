/** What the journals of arenas cost and give. */
import { stat } from 'node:fs/promises';
import { fileIn, openDatabase } from '../../../server/journal/database.ts';
import { packReplay } from '../../../server/journal/replay-file.ts';
import { RowWriter } from '../../../server/journal/rows.ts';
import { Statements } from '../../../server/journal/statements.ts';
import { createLog } from '../../../server/log.ts';
import { arena } from '../../../shared/games/arena/game.ts';
import type { Frame, Recording } from '../../../shared/runtime/host.ts';
import { quantile, type BenchResult } from '../figures.ts';
import type { BenchProgress } from '../progress.ts';
import { FIGHTERS, playFight } from './fight.ts';
import { inFolder } from './folder.ts';
import { recoveryTime } from './recovery.ts';
import { replayTimes } from './replay-times.ts';

/** A round and its countdown. */
const SECONDS = 183;
const PLAYER_MINUTES = (FIGHTERS * SECONDS) / 60;
/** The most rooms that are ticked and committed together. */
const TOGETHER = 16;
/** Two minutes into a round, and as long after a checkpoint as it is on average. */
const AGE_SECONDS = 133;

export async function measureFights(quick: boolean, progress: BenchProgress): Promise<BenchResult[]> {
  const fights: Recording[] = [];
  for (let seed = 1; seed <= (quick ? 2 : 8); seed++) {
    progress.say(`journal: round ${seed} in the arena`);
    fights.push((await playFight(seed, SECONDS)).recording);
  }
  const rooms = quick ? 10 : 50;
  return [
    ...(await bytesOf(fights)),
    await replaySpeed(fights, quick ? 2 : 5, progress),
    await recoveryTime(
      { game: 'arena', rooms, minutes: AGE_SECONDS / 60 },
      `${rooms} arenas, 2 minutes into a round`,
      quick ? 1 : 3,
      progress,
    ),
  ];
}

/** As the files have them: with all that the database adds to a row, and with the head of a replay. */
async function bytesOf(fights: readonly Recording[]): Promise<BenchResult[]> {
  const replays = await Promise.all(fights.map(packReplay));
  const kept = replays.reduce((sum, { length }) => sum + length, 0) / fights.length;
  const empty = await fileOf([]);
  const live = async (rooms: number): Promise<number> => {
    const together = Array.from({ length: rooms }, (_, room) => fights[room % fights.length]).filter(
      (fight) => fight !== undefined,
    );
    return ((await fileOf(together)) - empty) / rooms / PLAYER_MINUTES;
  };
  const header = { unit: 'B', budget: { atMost: 8_192 } } as const;
  return [
    {
      what: 'arena journal, kept, per player and minute',
      unit: 'B',
      value: kept / PLAYER_MINUTES,
      budget: { atMost: 2_048 },
    },
    { ...header, what: `arena journal, while played, ${TOGETHER} rooms together`, value: await live(TOGETHER) },
    { what: 'arena journal, while played, one room alone', unit: 'B', value: await live(1) },
  ];
}

/** The size of a database that has one row for each tick of these matches. */
async function fileOf(fights: readonly Recording[]): Promise<number> {
  const rooms = fights.map(({ frames }) => new Map(frames.map((frame): [number, Frame] => [frame.tick, frame])));
  const lastTick = Math.max(0, ...fights.map((fight) => fight.lastTick));
  return inFolder(async (folder) => {
    const database = openDatabase(folder, 'process', createLog('silent'));
    const [tables, writer] = [new Statements(database), new RowWriter()];
    tables.transact(() => {
      for (let tick = 1; tick <= lastTick; tick++) {
        for (const [index, frames] of rooms.entries())
          writer.frame(index + 1, tick, frames.get(tick)?.entries ?? [], frames.get(tick - 1)?.trace);
        tables.addRow(tick, writer.take());
      }
    });
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    database.close();
    return (await stat(fileIn(folder))).size;
  });
}

async function replaySpeed(
  [fight]: readonly Recording[],
  rounds: number,
  progress: BenchProgress,
): Promise<BenchResult> {
  if (fight === undefined) throw new Error('there was no fight');
  const seconds = quantile(await replayTimes(arena, fight, rounds, progress), 0.5);
  return { what: 'replay of a round in the arena, times real time', unit: '×', value: SECONDS / seconds };
}
