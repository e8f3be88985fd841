/** What journals cost and give: bytes, the time to bring rooms back, and the speed of replays. */
import { deflateRawSync } from 'node:zlib';
import { liarsDice } from '../../../shared/games/liars-dice/index.ts';
import { encodeFrames, FrameWriter } from '../../../shared/runtime/host.ts';
import { quantile, type BenchResult } from '../figures.ts';
import type { BenchProgress } from '../progress.ts';
import { playEvening, PLAYERS } from './evening.ts';
import { measureFights } from './measure-fights.ts';
import type { RecordedMatch } from './recorded-match.ts';
import { recoveryTime } from './recovery.ts';
import { replayTimes } from './replay-times.ts';

/** Also in quick runs: a shorter match takes more bytes a minute. */
const EVENING_MINUTES = 30;

export async function measureJournal(quick: boolean, progress: BenchProgress): Promise<BenchResult[]> {
  progress.say('journal: an evening of Liar’s Dice');
  const evening = await playEvening(1, EVENING_MINUTES);
  const rooms = quick ? 50 : 200;
  return [
    ...bytesOf(evening),
    {
      what: `replay of ${EVENING_MINUTES} minutes`,
      unit: 's',
      value: quantile(await replayTimes(liarsDice, evening.recording, quick ? 2 : 5, progress), 0.5),
      budget: { atMost: 1 },
    },
    await recoveryTime(
      { game: 'liars-dice', rooms, minutes: 10 },
      `${rooms} tables, 10 minutes old`,
      quick ? 1 : 3,
      progress,
    ),
    ...(await measureFights(quick, progress)),
  ];
}

function bytesOf({ recording }: RecordedMatch): BenchResult[] {
  const playerMinutes = PLAYERS * EVENING_MINUTES;
  const archived = deflateRawSync(encodeFrames(recording.frames)).length / playerMinutes;
  const writer = new FrameWriter();
  const frames = new Map(recording.frames.map((frame) => [frame.tick, frame]));
  for (let tick = 1; tick <= recording.lastTick; tick++) {
    writer.frame(tick, frames.get(tick)?.entries ?? [], frames.get(tick - 1)?.trace);
  }
  const live = writer.take().length / playerMinutes;
  return [
    { what: 'journal, kept, per player and minute', unit: 'B', value: archived, budget: { atMost: 100 } },
    { what: 'journal, while played, per player and minute', unit: 'B', value: live },
  ];
}
