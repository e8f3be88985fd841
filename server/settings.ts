/** What an operator may set, from the environment. */
import { join, resolve } from 'node:path';
import { z } from 'zod';

const DEFAULT_DATA_FOLDER = join(import.meta.dirname, '../data');

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'is a number from 0 to 65535')
  .transform(Number)
  .refine((number) => number <= 65_535, 'is a number from 0 to 65535');

const Environment = z.object({
  PORT: port.default(2567).describe('port for everything: pages, API and sockets (default 2567; 0 takes any free one)'),
  HOST: z.string().optional().describe('address to listen on (default: all)'),
  NODE_ENV: z
    .enum(['production', 'development', 'test'])
    .default('production')
    .describe('"development" opens the operator pages, reloads the client, and checks what clients decode'),
  DATA_DIR: z
    .string()
    .regex(/\S/, 'is the path of a folder')
    .transform((path) => resolve(path))
    .default(DEFAULT_DATA_FOLDER)
    .describe('folder for the journals of matches, and their replays (default: data, in the project)'),
  COMMIT_LEVEL: z
    .enum(['process', 'disk'], 'is "process" or "disk"')
    .default('process')
    .describe('what a journal survives: "process" (kill -9), or "disk" (also a power cut; slower) (default process)'),
  OPERATOR_PASSWORD: z
    .string()
    .min(8, 'has at least 8 characters')
    .optional()
    .describe('opens /debug and /monitor to the user "operator" (default: closed)'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .describe('trace, debug, info, warn, error, fatal or silent (default info)'),
});

export interface Settings {
  /** 0: any free port. */
  readonly port: number;
  /** Undefined: all addresses. */
  readonly host: string | undefined;
  /** Where the journals are. */
  readonly dataFolder: string;
  /** What a journal survives: the end of the process, or a power cut too. */
  readonly commitLevel: 'process' | 'disk';
  readonly development: boolean;
  /** How matches take values that the fields of their states cannot hold; undefined: as in production, as the nearest that they can. */
  readonly values?: 'strict' | 'nearest';
  /** Undefined: the operator pages are closed, except in development. */
  readonly operatorPassword: string | undefined;
  readonly logLevel: string;
}

/** A setting that makes no sense, in one line. */
export class BadSetting extends Error {
  override readonly name = 'BadSetting';
}

/** @throws BadSetting */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  // An empty variable is one that is not set: that is how shells and container files unset them.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0]);
    const value = name === 'OPERATOR_PASSWORD' ? 'hidden' : `"${given[name]}"`;
    throw new BadSetting(`${name} ${issue?.message ?? 'is wrong'} (it is ${value})`);
  }
  const { PORT, HOST, DATA_DIR, COMMIT_LEVEL, NODE_ENV, OPERATOR_PASSWORD, LOG_LEVEL } = parsed.data;
  return {
    port: PORT,
    host: HOST,
    dataFolder: DATA_DIR,
    commitLevel: COMMIT_LEVEL,
    development: NODE_ENV === 'development',
    values: NODE_ENV === 'production' ? 'nearest' : 'strict',
    operatorPassword: OPERATOR_PASSWORD,
    logLevel: LOG_LEVEL,
  };
}

/** Every setting with its meaning, for `--help`. */
export function settingsHelp(): string {
  const names = Object.entries(Environment.shape);
  const width = Math.max(...names.map(([name]) => name.length));
  return names.map(([name, setting]) => `  ${name.padEnd(width)}  ${setting.description ?? ''}`).join('\n');
}
