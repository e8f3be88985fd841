/** A soak: waves of players come and go, and the server is to be as it was. */
import { setTimeout as sleep } from 'node:timers/promises';
import { LoadGenerator } from '../load/load-generator.ts';
import { every } from '../load/every.ts';
import { ServerUnderLoad } from '../load/server-under-load.ts';
import { LoadMonitor } from '../load/monitor.ts';
import type { LoadStatus } from '../load/format.ts';
import type { SoakOptions } from './options.ts';
import { makeReport, type SoakReport, type MemorySample } from './report.ts';
import { wavesOf, type Wave } from './waves.ts';

const ARENAS = { game: 'arena', tables: 4, players: 6 } as const;
const TABLES = { game: 'liars-dice', tables: 6, players: 4 } as const;
const RAMP_MS = 2_000;
const LOOK_SECONDS = 1;
const TURNOVER_SECONDS = 0.25;
const DROP_SECONDS = 0.5;
const KILL_SECONDS = 8;
/** What of a wave is for coming, going, and being empty. */
const AROUND_SECONDS = 8;
/** How long garbage may take to be collected; it is told to twice, since what frees more is freed late. */
const COLLECT_MS = 500;
const FLAGS = [
  '--expose-gc',
  // What is compiled is kept: or else memory would be given back at some time, and look flat where it is not.
  '--no-flush-bytecode',
  '--import',
  new URL('collect-garbage.ts', import.meta.url).href,
];

export async function runSoak(
  { minutes }: SoakOptions,
  stopping: AbortSignal,
  show: (status: LoadStatus) => void,
): Promise<SoakReport> {
  const house = await ServerUnderLoad.open(undefined, FLAGS);
  const shares = [ARENAS, TABLES].map((share) => ({ ...share, url: house.url, rampMs: RAMP_MS }));
  const crowds = await LoadGenerator.open(shares);
  const watch = new LoadMonitor(house, crowds, ARENAS.tables * ARENAS.players + TABLES.tables * TABLES.players, show);
  const over = new AbortController();
  const looking = every(LOOK_SECONDS, over.signal, () => watch.sample());
  try {
    const soaking = soak(wavesOf(minutes), house, crowds, watch, stopping);
    const { samples, left } = await Promise.race([soaking, looking.then(() => soaking)]);
    const { seconds, counts } = watch.read();
    return makeReport({
      seconds,
      counts,
      kills: house.kills,
      server: house.metrics.totals,
      samples,
      left,
      problems: crowds.problems,
    });
  } finally {
    over.abort();
    await looking.catch(() => {});
    await crowds.close();
    await house.close(false);
  }
}

async function soak(
  waves: readonly Wave[],
  house: ServerUnderLoad,
  crowds: LoadGenerator,
  watch: LoadMonitor,
  stopping: AbortSignal,
): Promise<{ samples: MemorySample[]; left: string[] }> {
  const samples: MemorySample[] = [];
  const left: string[] = [];
  for (const wave of waves) {
    if (stopping.aborted) break;
    watch.stage = `wave ${wave.number} of ${waves.length}${wave.kills ? ', with kills' : ''}`;
    await crowds.all('sit');
    await churn(wave, house, crowds, stopping);
    await crowds.all('settle');
    await crowds.all('leave');
    const what = await house.empty();
    if (what !== undefined) left.push(`wave ${wave.number}: ${what}`);
    samples.push(await measure(wave, house, watch));
  }
  return { samples, left };
}

/** People go and come, lines break, and the server is killed where it shall be: between two who come, so that nobody is half in. */
async function churn(
  { seconds, kills }: Wave,
  house: ServerUnderLoad,
  crowds: LoadGenerator,
  stopping: AbortSignal,
): Promise<void> {
  const playMs = Math.max(seconds / 2, seconds - AROUND_SECONDS) * 1_000;
  const over = AbortSignal.any([stopping, AbortSignal.timeout(playMs)]);
  let [drops, turns, killDueMs] = [0, 0, performance.now() + Math.min(KILL_SECONDS * 1_000, playMs) / 2];
  await Promise.all([
    every(DROP_SECONDS, over, () => crowds.one(drops++, 'drop')),
    every(TURNOVER_SECONDS, over, async () => {
      if (kills && performance.now() >= killDueMs) {
        await house.kill();
        killDueMs = performance.now() + KILL_SECONDS * 1_000;
      }
      await crowds.one(turns++, 'turnOver');
    }),
  ]);
}

async function measure({ number, kills }: Wave, house: ServerUnderLoad, watch: LoadMonitor): Promise<MemorySample> {
  for (let time = 0; time < 2; time++) {
    house.send('SIGUSR2');
    await sleep(COLLECT_MS);
  }
  await house.refresh();
  const { heapMb = Number.NaN, memoryMb = Number.NaN } = house.metrics.now ?? {};
  return { wave: number, seconds: Math.round(watch.read().seconds), kills, heapMb, memoryMb };
}
