/** A load from its beginning to its end: all come, play, and go, while lines break and the server is killed as often as asked. */
import { setTimeout as sleep } from 'node:timers/promises';
import { LoadGenerator, dealTables } from './load-generator.ts';
import { every } from './every.ts';
import { ServerUnderLoad } from './server-under-load.ts';
import type { LoadOptions } from './options.ts';
import { makeReport, type LoadReading, type LoadReport } from './report.ts';
import { LoadMonitor } from './monitor.ts';
import type { LoadStatus } from './format.ts';

const LOOK_SECONDS = 1;

/** When all were there, and when they were to be quiet. */
interface Play {
  readonly from: LoadReading;
  readonly to: LoadReading;
}

/**
 * Runs a load.
 *
 * @param stopping ends the play before its time; the report is of what there was
 * @param show told once a second how it goes
 */
export async function runLoad(
  options: LoadOptions,
  stopping: AbortSignal,
  show: (status: LoadStatus) => void,
): Promise<LoadReport> {
  const house = await ServerUnderLoad.open(options.url);
  let keep = false;
  try {
    const report = await load(options, house, stopping, show);
    if (report.lost.total === 0 || house.folder === undefined) return report;
    keep = true;
    return { ...report, problems: [...report.problems, `The journals are kept in ${house.folder}.`] };
  } finally {
    await house.close(keep);
  }
}

async function load(
  options: LoadOptions,
  house: ServerUnderLoad,
  stopping: AbortSignal,
  show: (status: LoadStatus) => void,
): Promise<LoadReport> {
  const { game, rooms, players, workers, rampSeconds, limits } = options;
  const shares = dealTables(rooms, workers).map((tables) => ({
    game,
    url: house.url,
    tables,
    players,
    rampMs: rampSeconds * 1_000,
  }));
  const crowds = await LoadGenerator.open(shares);
  const watch = new LoadMonitor(house, crowds, rooms * players, show);
  const over = new AbortController();
  const looking = every(LOOK_SECONDS, over.signal, () => watch.sample());
  try {
    const playing = play(options, house, crowds, watch, stopping);
    const { from, to } = await Promise.race([playing, looking.then(() => playing)]);
    const counts = crowds.tally.read();
    const left = house.isOwn ? await house.empty() : undefined;
    return makeReport({
      game,
      workers: shares.length,
      rooms,
      players: rooms * players,
      limits,
      from,
      to,
      counts,
      times: crowds.times,
      kills: house.kills,
      restarts: house.restarts,
      server: house.metrics,
      problems: crowds.problems,
      left,
    });
  } finally {
    over.abort();
    await looking.catch(() => {});
    await crowds.close();
  }
}

/** Everybody comes, plays, goes quiet, and goes. */
async function play(
  { minutes, dropEverySeconds, killEverySeconds }: LoadOptions,
  house: ServerUnderLoad,
  crowds: LoadGenerator,
  watch: LoadMonitor,
  stopping: AbortSignal,
): Promise<Play> {
  await crowds.all('sit');
  if (crowds.tally.read().joins === 0) throw new Error(`Nobody found a seat at ${house.url}. ${crowds.problems[0]}.`);
  await watch.sample();
  const from = watch.read();
  watch.stage = 'all play';
  const over = AbortSignal.any([stopping, AbortSignal.timeout(minutes * 60_000)]);
  let drops = 0;
  await Promise.all([
    sleep(minutes * 60_000, undefined, { signal: over }).catch(() => {}),
    dropEverySeconds && every(dropEverySeconds, over, () => crowds.one(drops++, 'drop')),
    killEverySeconds && every(killEverySeconds, over, () => house.kill()),
  ]);
  await watch.sample();
  const to = watch.read();
  watch.stage = 'all go';
  await crowds.all('settle');
  await crowds.all('leave');
  return { from, to };
}
