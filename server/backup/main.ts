/** `npm run backup -- FILE`: copies the journal as of one moment, while a server runs or not. */
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openToRead } from '../journal/database.ts';
import { JournalProblem } from '../journal/store.ts';
import { BadSetting, readSettings } from '../settings.ts';

const HELP = `Usage: npm run backup -- FILE

Copies the journal of the data folder (DATA_DIR) to a new file, as of one moment; a server may run meanwhile.
To restore it, put the file as greenroom.db into an empty data folder, and start a server there.`;

function backUp(word: string): void {
  // npm changes to the project's folder; a path is meant from where the command was given.
  const file = resolve(process.env.INIT_CWD ?? '.', word);
  if (existsSync(file)) throw new JournalProblem(`${file} is there already: name a new file.`);
  const database = openToRead(readSettings(process.env).dataFolder);
  try {
    mkdirSync(dirname(file), { recursive: true });
    database.prepare('VACUUM INTO ?').run(file);
  } finally {
    database.close();
  }
  console.log(`${file} has everything as of now (${Math.ceil(statSync(file).size / 1024)} KB).`);
}

const [word, ...more] = parseArgs({ allowPositionals: true, strict: false }).positionals;
if (process.argv.includes('--help') || process.argv.includes('-h')) {
  console.log(HELP);
} else if (word === undefined || more.length > 0) {
  console.error(HELP);
  process.exitCode = 1;
} else {
  try {
    backUp(word);
  } catch (error) {
    const known = error instanceof JournalProblem || error instanceof BadSetting;
    console.error(
      known ? error.message : `The backup failed: ${error instanceof Error ? error.message : String(error)}`,
    );
    process.exitCode = 1;
  }
}
