/** A load test: all players join, play and leave, while connections break and the server is killed. */
import { setTimeout as sleep } from 'node:timers/promises';
import { LoadGenerator, dealTables } from './load-generator.ts';
import { every } from './every.ts';
import { ServerUnderLoad } from './server-under-load.ts';
import type { LoadOptions } from './options.ts';
import { makeReport, type LoadReading, type LoadReport } from './report.ts';
import { LoadMonitor } from './monitor.ts';
import type { LoadStatus } from './format.ts';

const SAMPLE_SECONDS = 1;

/** When all had joined, and when they stopped. */
interface Play {
  readonly from: LoadReading;
  readonly to: LoadReading;
}

/**
 * Runs a load.
 *
 * @param stopping ends it early; the report covers the time until then
 * @param show called once a second
 */
export async function runLoad(
  options: LoadOptions,
  stopping: AbortSignal,
  show: (status: LoadStatus) => void,
): Promise<LoadReport> {
  const server = await ServerUnderLoad.open(options.url);
  let keep = false;
  try {
    const report = await load(options, server, stopping, show);
    if (report.lost.total === 0 || server.folder === undefined) return report;
    keep = true;
    return { ...report, problems: [...report.problems, `The journals are kept in ${server.folder}.`] };
  } finally {
    await server.close(keep);
  }
}

async function load(
  options: LoadOptions,
  server: ServerUnderLoad,
  stopping: AbortSignal,
  show: (status: LoadStatus) => void,
): Promise<LoadReport> {
  const { game, rooms, players, workers, rampSeconds, limits } = options;
  const shares = dealTables(rooms, workers).map((tables) => ({
    game,
    url: server.url,
    tables,
    players,
    rampMs: rampSeconds * 1_000,
  }));
  const generator = await LoadGenerator.open(shares);
  const monitor = new LoadMonitor(server, generator, rooms * players, show);
  const over = new AbortController();
  const sampling = every(SAMPLE_SECONDS, over.signal, () => monitor.sample());
  try {
    const playing = play(options, server, generator, monitor, stopping);
    const { from, to } = await Promise.race([playing, sampling.then(() => playing)]);
    const counts = generator.counters.read();
    const left = server.isOwn ? await server.empty() : undefined;
    return makeReport({
      game,
      workers: shares.length,
      rooms,
      players: rooms * players,
      limits,
      from,
      to,
      counts,
      times: generator.times,
      kills: server.kills,
      restarts: server.restarts,
      server: server.metrics,
      problems: generator.problems,
      left,
    });
  } finally {
    over.abort();
    await sampling.catch(() => {});
    await generator.close();
  }
}

/** All players join, play, settle and leave. */
async function play(
  { minutes, dropEverySeconds, killEverySeconds }: LoadOptions,
  server: ServerUnderLoad,
  generator: LoadGenerator,
  monitor: LoadMonitor,
  stopping: AbortSignal,
): Promise<Play> {
  await generator.all('sit');
  if (generator.counters.read().joins === 0)
    throw new Error(`Nobody found a seat at ${server.url}. ${generator.problems[0]}.`);
  await monitor.sample();
  const from = monitor.read();
  monitor.stage = 'all play';
  const over = AbortSignal.any([stopping, AbortSignal.timeout(minutes * 60_000)]);
  let drops = 0;
  await Promise.all([
    sleep(minutes * 60_000, undefined, { signal: over }).catch(() => {}),
    dropEverySeconds && every(dropEverySeconds, over, () => generator.one(drops++, 'drop')),
    killEverySeconds && every(killEverySeconds, over, () => server.kill()),
  ]);
  await monitor.sample();
  const to = monitor.read();
  monitor.stage = 'all go';
  await generator.all('settle');
  await generator.all('leave');
  return { from, to };
}
