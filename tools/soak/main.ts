/** `npm run soak`: players come and go for minutes, and the memory of the server must stay flat. */
import { runCommand } from '../load/command.ts';
import { HELP, readOptions } from './options.ts';
import { formatReport } from './report.ts';
import { runSoak } from './soak.ts';

await runCommand({ help: HELP, readOptions, run: runSoak, format: formatReport });
