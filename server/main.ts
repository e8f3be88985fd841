/** `node server/main.ts`: starts the server, and stops it on SIGINT or SIGTERM. */
import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { errorText, hasPlace } from '../shared/command-errors.ts';
import { whoCanOpen } from './dev/who-can-open.ts';
import { shutDownOnSignals } from './shutdown-signals.ts';
import { PROJECT } from './folders.ts';
import { JournalProblem } from './journal/store.ts';
import { takeLibraryOutput } from './library-output.ts';
import { BadSetting, readSettings, settingsHelp } from './settings.ts';

const HELP = `Greenroom, an async multiplayer game server.

Usage: npm start            (settings are environment variables)

${settingsHelp()}
`;

/** The compile cache halves the time of a restart. */
const COMPILED = join(PROJECT, 'node_modules/.cache/greenroom');

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

function explain(error: unknown): string {
  const { code, port, address } = error as NodeJS.ErrnoException & { port?: number; address?: string };
  if (code === 'EADDRINUSE') return `Port ${port} is taken: set PORT to another one.`;
  if (code === 'EACCES') return `Port ${port} is not allowed: set PORT to one above 1023.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `There is no address ${address ?? process.env.HOST} here: check HOST.`;
  const text = errorText(error, [BadSetting, JournalProblem]);
  return error instanceof BadSetting || error instanceof JournalProblem ? text : `The server could not start.\n${text}`;
}

const [word] = process.argv.slice(2);
if (word === '--help' || word === '-h') {
  console.log(HELP);
} else if (word !== undefined) {
  fail(`There is no option "${word}": --help lists the settings.`);
} else {
  // What Node itself writes, such as its report when memory runs out, is private to the server's user.
  process.umask(0o077);
  try {
    const settings = readSettings(process.env);
    enableCompileCache(COMPILED);
    // Only now, so that a bad setting is reported at once.
    const [{ serve }, { app }] = await Promise.all([import('./serve.ts'), import('../package/project.ts')]);
    const opened = shutDownOnSignals();
    const server = await serve(app, { settings });
    opened(server);
    process.stdout.write(`Greenroom is open at ${server.address}\n`);
    if (settings.development) process.stdout.write(`${whoCanOpen(settings)}\n`);
    else takeLibraryOutput(server.log);
    // Not at the end: a server that is killed would write nothing.
    flushCompileCache();
  } catch (error) {
    if (!hasPlace(error)) throw error;
    fail(explain(error));
  }
}
