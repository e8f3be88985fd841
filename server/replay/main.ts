/** `npm run replay`: tells what happened in a match, and runs it again. */
import { BadSetting, readSettings } from '../settings.ts';
import { codeVersion } from '../code-version.ts';
import { games } from '../games.ts';
import { JournalProblem } from '../journal/store.ts';
import { errorText } from '../../shared/command-errors.ts';
import { BadOption } from '../../shared/command-line.ts';
import { ReplayProblem } from '../../shared/runtime/host.ts';
import { findRecording, openJournal } from './find.ts';
import { HELP, readOptions, type ReplayCommandOptions } from './options.ts';
import { Progress } from './progress.ts';
import { listText, reportJson, reportText, type FoundMatch, type Runs } from './report.ts';
import { runTo } from './run.ts';

/** What goes wrong because of what was asked for, or what is on the disk: one line tells it. */
const TOLD = [BadSetting, ReplayProblem, JournalProblem];

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
  const progress = new Progress(process.stderr, () => performance.now());
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

// Whoever reads it, such as `head`, may have seen enough.
process.stdout.on('error', () => process.exit());

try {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) console.log(HELP);
  else process.exitCode = await replay(options);
} catch (error) {
  process.exitCode = fail(error);
}
