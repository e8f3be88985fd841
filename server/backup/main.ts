/** `npm run backup -- FILE`: copies the journal as of one moment, while a server runs or not. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf } from '../../shared/runtime/host.ts';
import { JournalProblem } from '../journal/store.ts';
import { BadSetting, readSettings } from '../settings.ts';
import { copyJournal } from './copy.ts';

const HELP = `Usage: npm run backup -- FILE

Copies the journal of the data folder (DATA_DIR) to a new file, as of one moment; a server may run meanwhile. The copy is
checked before it gets its name; where it is not whole nothing is left of it, and the exit code is 1.
To restore it, put the file as greenroom.db into an empty data folder, and start a server there.`;

function backUp(word: string): void {
  // npm changes to the project's folder; paths are relative to where the command was called.
  const file = resolve(process.env.INIT_CWD ?? '.', word);
  const { matches, bytes } = copyJournal(readSettings(process.env).dataFolder, file);
  const count = matches === 1 ? '1 match' : `${matches} matches`;
  console.log(`${file} has everything as of now (${count}, ${Math.ceil(bytes / 1024)} KB).`);
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
    console.error(known ? error.message : `The backup failed: ${messageOf(error)}`);
    process.exitCode = 1;
  }
}
