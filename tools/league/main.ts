/** `npm run league`: bots play bots, and a table shows whether skill wins. */
import { errorText } from '../../shared/command-errors.ts';
import { BenchProgress } from '../bench/progress.ts';
import { fixturesOf } from './fixtures.ts';
import { HELP, readOptions, type LeagueOptions } from './options.ts';
import { playFixtures } from './play-fixtures.ts';
import { formatProgress, formatStandings } from './report.ts';
import { standingsOf } from './standings.ts';

async function run({ game, matches, workers, seed, json }: LeagueOptions): Promise<boolean> {
  const progress = new BenchProgress();
  const fixtures = fixturesOf(game, matches, seed);
  const played = await playFixtures(game.name, fixtures, workers, (count) =>
    progress.say(formatProgress(count, fixtures.length)),
  );
  progress.clear();
  const standings = standingsOf(game, played);
  console.log(json ? JSON.stringify({ seed, ...standings }, undefined, 2) : formatStandings(standings));
  return standings.ok;
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) console.log(HELP);
  else process.exit((await run(options)) ? 0 : 1);
} catch (error) {
  console.error(errorText(error));
  process.exit(1);
}
