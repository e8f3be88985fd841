/** `npm run replay`: shows what happened in a match, and replays it. */
import { BadSetting, readSettings } from '../settings.ts';
import { codeVersion } from '../code-version.ts';
import { app } from '../../package/project.ts';
import { loadGames } from '../games.ts';
import { JournalProblem } from '../journal/store.ts';
import { errorText } from '../../shared/command-errors.ts';
import { BadOption } from '../../shared/command-line.ts';
import { ProgressLine } from '../../shared/progress-line.ts';
import { ReplayProblem } from '../../shared/runtime/host.ts';
import { findRecording, openJournal } from './find.ts';
import { HELP, readOptions, type ReplayCommandOptions } from './options.ts';
import { listText, reportJson, reportText, type FoundMatch, type Runs } from './report.ts';
import { runTo } from './run.ts';

/** Errors of the command line or the disk, which are reported in one line. */
const TOLD = [BadSetting, ReplayProblem, JournalProblem];

const games = await loadGames(app.games);

/** A short run shows no progress, and a file gets none. */
const PROGRESS = { waitMs: 2_000, logMs: Infinity };

/** A file may come from anybody, and a terminal obeys what it is sent. */
function printable(text: string): string {
  return text.replace(/[^\P{C}\n]/gu, '\uFFFD');
}

function print(json: boolean, data: () => object, text: () => string): void {
  console.log(json ? JSON.stringify(data(), undefined, 2) : printable(text()));
}

function list(dataFolder: string, json: boolean): void {
  const journal = openJournal(dataFolder);
  try {
    const matches = journal.matches();
    const tickRateOf = (name: string): number | undefined => gameOf(name)?.tickRate;
    print(
      json,
      () => ({ matches }),
      () => listText(matches, tickRateOf),
    );
  } finally {
    journal.close();
  }
}

function gameOf(name: string): FoundMatch['game'] | undefined {
  return games.find(({ game }) => game.name === name)?.game;
}

async function find(what: string, dataFolder: string): Promise<FoundMatch> {
  // npm runs scripts in the project's folder, wherever it was called.
  const recording = await findRecording(what, { folder: process.env.INIT_CWD ?? process.cwd(), dataFolder });
  const { game: name } = recording.start;
  const game = gameOf(name);
  if (game === undefined) throw new BadOption(`This is a match of "${name}", a game that is not here.`);
  return { recording, game, code: codeVersion(name) };
}

async function run({ recording, game }: FoundMatch, { verify, at }: ReplayCommandOptions): Promise<Runs> {
  const progress = new ProgressLine(process.stderr, () => performance.now(), PROGRESS);
  const { lastTick } = recording;
  if (at !== undefined && at > lastTick)
    throw new BadOption(`The match has ${lastTick} ticks: there is no tick ${at}.`);
  return {
    whole: verify ? await runTo(game, recording, lastTick, progress) : undefined,
    at: at === undefined ? undefined : await runTo(game, recording, at, progress),
  };
}

/** The exit code. */
async function replay(options: ReplayCommandOptions): Promise<number> {
  const { dataFolder } = readSettings(process.env);
  if (options.what === undefined) {
    list(dataFolder, options.json);
    return 0;
  }
  const found = await find(options.what, dataFolder);
  const runs = await run(found, options);
  print(
    options.json,
    () => reportJson(found, runs),
    () => reportText(found, runs),
  );
  return runs.whole?.divergence === undefined && runs.at?.divergence === undefined ? 0 : 2;
}

function fail(error: unknown): number {
  console.error(printable(errorText(error, TOLD)));
  return 1;
}

// A reader such as `head` may close the pipe early.
process.stdout.on('error', () => process.exit());

try {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) console.log(HELP);
  else process.exitCode = await replay(options);
} catch (error) {
  process.exitCode = fail(error);
}
