/** A soak test: waves of players come and go, and the memory of the server must stay flat. */
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
const SAMPLE_SECONDS = 1;
const TURNOVER_SECONDS = 0.25;
const DROP_SECONDS = 0.5;
const KILL_SECONDS = 8;
/** The part of a wave in which players join and leave, and the server is empty. */
const AROUND_SECONDS = 8;
/** For one collection of garbage. There are two: finalizers free more. */
const COLLECT_MS = 500;
const FLAGS = [
  '--expose-gc',
  // Otherwise V8 would drop compiled code at some time, and memory would look flat where it is not.
  '--no-flush-bytecode',
  '--import',
  new URL('collect-garbage.ts', import.meta.url).href,
];

export async function runSoak(
  { minutes }: SoakOptions,
  stopping: AbortSignal,
  show: (status: LoadStatus) => void,
): Promise<SoakReport> {
  const server = await ServerUnderLoad.open(undefined, FLAGS);
  const shares = [ARENAS, TABLES].map((share) => ({ ...share, url: server.url, rampMs: RAMP_MS }));
  const generator = await LoadGenerator.open(shares);
  const monitor = new LoadMonitor(
    server,
    generator,
    ARENAS.tables * ARENAS.players + TABLES.tables * TABLES.players,
    show,
  );
  const over = new AbortController();
  const sampling = every(SAMPLE_SECONDS, over.signal, () => monitor.sample());
  try {
    const soaking = soak(wavesOf(minutes), server, generator, monitor, stopping);
    const { samples, left } = await Promise.race([soaking, sampling.then(() => soaking)]);
    const { seconds, counts } = monitor.read();
    return makeReport({
      seconds,
      counts,
      kills: server.kills,
      server: server.metrics.totals,
      samples,
      left,
      problems: generator.problems,
    });
  } finally {
    over.abort();
    await sampling.catch(() => {});
    await generator.close();
    await server.close(false);
  }
}

async function soak(
  waves: readonly Wave[],
  server: ServerUnderLoad,
  generator: LoadGenerator,
  monitor: LoadMonitor,
  stopping: AbortSignal,
): Promise<{ samples: MemorySample[]; left: string[] }> {
  const samples: MemorySample[] = [];
  const left: string[] = [];
  for (const wave of waves) {
    if (stopping.aborted) break;
    monitor.stage = `wave ${wave.number} of ${waves.length}${wave.kills ? ', with kills' : ''}`;
    await generator.all('sit');
    await churn(wave, server, generator, stopping);
    await generator.all('settle');
    await generator.all('leave');
    const what = await server.empty();
    if (what !== undefined) left.push(`wave ${wave.number}: ${what}`);
    samples.push(await measure(wave, server, monitor));
  }
  return { samples, left };
}

/** Players are replaced, connections break, and the server is killed in the waves with kills: between two joins, so that no join is lost. */
async function churn(
  { seconds, kills }: Wave,
  server: ServerUnderLoad,
  generator: LoadGenerator,
  stopping: AbortSignal,
): Promise<void> {
  const playMs = Math.max(seconds / 2, seconds - AROUND_SECONDS) * 1_000;
  const over = AbortSignal.any([stopping, AbortSignal.timeout(playMs)]);
  let [drops, turns, killDueMs] = [0, 0, performance.now() + Math.min(KILL_SECONDS * 1_000, playMs) / 2];
  await Promise.all([
    every(DROP_SECONDS, over, () => generator.one(drops++, 'drop')),
    every(TURNOVER_SECONDS, over, async () => {
      if (kills && performance.now() >= killDueMs) {
        await server.kill();
        killDueMs = performance.now() + KILL_SECONDS * 1_000;
      }
      await generator.one(turns++, 'turnOver');
    }),
  ]);
}

async function measure({ number, kills }: Wave, server: ServerUnderLoad, monitor: LoadMonitor): Promise<MemorySample> {
  for (let time = 0; time < 2; time++) {
    server.send('SIGUSR2');
    await sleep(COLLECT_MS);
  }
  await server.refresh();
  const { heapMb = Number.NaN, memoryMb = Number.NaN } = server.metrics.now ?? {};
  return { wave: number, seconds: Math.round(monitor.read().seconds), kills, heapMb, memoryMb };
}
