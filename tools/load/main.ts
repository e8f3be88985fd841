/** `npm run load`: many players over real sockets, broken connections, and a server that is killed. */
import { runCommand } from './command.ts';
import { runLoad } from './load.ts';
import { HELP, readOptions } from './options.ts';
import { formatReport } from './format.ts';

await runCommand({ help: HELP, readOptions, run: runLoad, format: formatReport });
