/** A load from its beginning to its end: all come, play, and go, while lines break and the server is killed as often as asked. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Crowds, dealTables } from './crowds.ts';
import { every } from './every.ts';
import { House } from './house.ts';
import type { Options } from './options.ts';
import { makeReport, type Reading, type Report } from './report.ts';
import { Watch } from './watch.ts';
import type { Status } from './words.ts';

const LOOK_SECONDS = 1;

/** When all were there, and when they were to be quiet. */
interface Play {
  readonly from: Reading;
  readonly to: Reading;
}

/**
 * Runs a load.
 *
 * @param stopping ends the play before its time; the report is of what there was
 * @param show told once a second how it goes
 */
export async function runLoad(
  options: Options,
  stopping: AbortSignal,
  show: (status: Status) => void,
): Promise<Report> {
  const house = await House.open(options.url);
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
  options: Options,
  house: House,
  stopping: AbortSignal,
  show: (status: Status) => void,
): Promise<Report> {
  const { game, rooms, players, workers, rampSeconds, limits } = options;
  const shares = dealTables(rooms, workers).map((tables) => ({
    game,
    url: house.url,
    tables,
    players,
    rampMs: rampSeconds * 1_000,
  }));
  const crowds = await Crowds.open(shares);
  const watch = new Watch(house, crowds, rooms * players, show);
  const over = new AbortController();
  const looking = every(LOOK_SECONDS, over.signal, () => watch.look());
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
      server: house.book,
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
  { minutes, dropEverySeconds, killEverySeconds }: Options,
  house: House,
  crowds: Crowds,
  watch: Watch,
  stopping: AbortSignal,
): Promise<Play> {
  await crowds.all('sit');
  if (crowds.tally.read().joins === 0) throw new Error(`Nobody found a seat at ${house.url}. ${crowds.problems[0]}.`);
  await watch.look();
  const from = watch.read();
  watch.stage = 'all play';
  const over = AbortSignal.any([stopping, AbortSignal.timeout(minutes * 60_000)]);
  let drops = 0;
  await Promise.all([
    sleep(minutes * 60_000, undefined, { signal: over }).catch(() => {}),
    dropEverySeconds && every(dropEverySeconds, over, () => crowds.one(drops++, 'drop')),
    killEverySeconds && every(killEverySeconds, over, () => house.kill()),
  ]);
  await watch.look();
  const to = watch.read();
  watch.stage = 'all go';
  await crowds.all('settle');
  await crowds.all('leave');
  return { from, to };
}
