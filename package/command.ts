#!/usr/bin/env node
/** The `greenroom` command: each word runs one part of Greenroom for the project in the current folder. */
import { existsSync } from 'node:fs';

interface Command {
  readonly lead: string;
  /** Needs no project. */
  readonly anywhere?: boolean;
  readonly run: () => Promise<unknown>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  dev: { lead: 'the server, started again when a file changes', run: () => import('../server/dev/main.ts') },
  start: { lead: 'the server', run: () => import('../server/main.ts') },
  build: { lead: 'the pages, into dist/client', run: () => import('./build.ts') },
  bots: { lead: 'network clients that play by themselves', run: () => import('../client/bots/main.ts') },
  replay: { lead: 'what happened in a match', run: () => import('../server/replay/main.ts') },
  backup: { lead: 'a copy of the journal, while the server runs', run: () => import('../server/backup/main.ts') },
  sim: { lead: 'matches in simulated time, with faults', run: () => import('../tools/sim/main.ts') },
  league: { lead: 'bots play bots: does skill win?', run: () => import('../tools/league/main.ts') },
  load: { lead: 'many players over real sockets', run: () => import('../tools/load/main.ts') },
};

const HELP = `greenroom, an async multiplayer game server

Usage: greenroom COMMAND [OPTIONS]    (greenroom COMMAND --help lists the options)

${Object.entries(COMMANDS)
  .map(([name, { lead }]) => `  ${name.padEnd(8)}${lead}`)
  .join('\n')}
`;

const [name = '--help'] = process.argv.slice(2);
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
if (command !== undefined && existsSync('greenroom.config.ts')) {
  process.argv.splice(2, 1);
  await command.run();
} else if (command !== undefined) {
  fail(`There is no greenroom.config.ts in ${process.cwd()}: run greenroom in the folder of your project.`);
} else if (name === '--help' || name === '-h') {
  console.log(HELP);
} else {
  fail(`There is no command "${name}": greenroom --help lists them.`);
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}
