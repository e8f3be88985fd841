/** `node server/main.ts`: starts the server, and ends it on SIGINT or SIGTERM. */
import { BadSetting, readSettings, settingsHelp } from './settings.ts';
import type { RunningServer } from './start.ts';

/** How long closing may take. */
const STOP_MS = 5_000;

const HELP = `Greenroom, an async multiplayer game server.

Usage: npm start            (settings are environment variables)

${settingsHelp()}
`;

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

function explain(error: unknown): string {
  if (error instanceof BadSetting) return error.message;
  const { code, message, port, address } = error as NodeJS.ErrnoException & { port?: number; address?: string };
  if (code === 'EADDRINUSE') return `Port ${port} is taken: set PORT to another one.`;
  if (code === 'EACCES') return `Port ${port} is not allowed: set PORT to one above 1023.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `There is no address ${address ?? process.env.HOST} here: check HOST.`;
  return `The server could not start: ${message}`;
}

function endOnSignals(server: RunningServer): void {
  let ending = false;
  const end = (): void => {
    // The second one is from somebody who does not want to wait.
    if (ending) process.exit(0);
    ending = true;
    setTimeout(() => process.exit(0), STOP_MS).unref();
    void server.stop().finally(() => process.exit(0));
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
}

const [word] = process.argv.slice(2);
if (word === '--help' || word === '-h') {
  console.log(HELP);
} else if (word !== undefined) {
  fail(`There is no option "${word}": --help lists the settings.`);
} else {
  try {
    const settings = readSettings(process.env);
    // Only now: a bad setting is told at once.
    const { startServer } = await import('./start.ts');
    const server = await startServer(settings);
    endOnSignals(server);
    console.log(`Greenroom is open at http://${settings.host ?? 'localhost'}:${server.port}`);
  } catch (error) {
    fail(explain(error));
  }
}
