/** The settings of an operator, from the environment. */
import { totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { PROJECT } from './folders.ts';
import { problemOfProxies } from './admission/client-address.ts';
import { problemOfBasePath } from './http/base-path.ts';
import { problemOfOrigin } from './http/origins.ts';

const DEFAULT_LOAD_PERCENT = 65;
const MB = 1_048_576;
const MAX_DEFAULT_MEMORY_MB = 2_048;
const DEFAULT_DATA_FOLDER = join(PROJECT, 'data');

const numberOf = (pattern: RegExp, what: string) => z.string().regex(pattern, what).transform(Number);

/** Checks a value by a function that tells what is wrong with it. */
const checkedBy =
  <Value>(problemOf: (value: Value) => string | undefined) =>
  (value: Value, context: z.RefinementCtx): void => {
    const message = problemOf(value);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  };

const port = numberOf(/^\d{1,5}$/, 'is a number from 0 to 65535').refine(
  (number) => number <= 65_535,
  'is a number from 0 to 65535',
);

const basePath = z
  .string()
  .transform((path) => path.replace(/\/+$/, ''))
  .superRefine(checkedBy((path) => (path === '' ? undefined : problemOfBasePath(path))));

const list = z.string().transform((text) => text.split(',').map((part) => part.trim()));
/** Without a port. */
const HOST_NAME = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/;

const Environment = z.object({
  PORT: port.default(2567).describe('port for everything: pages, API and sockets (default 2567; 0 takes any free one)'),
  HOST: z.string().optional().describe('address to listen on (default: all; in development 127.0.0.1)'),
  BASE_PATH: basePath
    .default('')
    .describe('path below which a proxy shows everything, such as /games/greenroom (default: none)'),
  ALLOWED_ORIGINS: list
    .superRefine(checkedBy((origins) => origins.map(problemOfOrigin).find((problem) => problem !== undefined)))
    .default([])
    .describe(
      'origins of other pages that may show these in frames, and use API and sockets: https://a.example,http://b.example:8080, or null for sandboxed frames (default: none)',
    ),
  TRUSTED_PROXIES: list
    .superRefine(checkedBy(problemOfProxies))
    .default([])
    .describe(
      'proxies whose X-Forwarded headers are believed: addresses and networks with commas, or loopback (default: none)',
    ),
  PLAYERS_PER_ADDRESS: numberOf(/^[1-9]\d{0,5}$/, 'is a whole number from 1')
    .default(256)
    .describe('how many players may be behind one address; what one address may take grows with it (default 256)'),
  MAX_LOAD_PERCENT: numberOf(/^\d{1,2}$/, 'is a percentage from 1 to 99, or 0 for no such bound')
    .optional()
    .describe(
      'how busy rooms may make the main thread before new ones are refused, in percent (default 65; 0: no such bound)',
    ),
  MEMORY_MB: numberOf(/^[1-9]\d{1,6}$/, 'is a whole number from 10')
    .optional()
    .describe('memory of the process past which new rooms are refused (default: half of the machine, 2048 at most)'),
  NODE_ENV: z
    .enum(['production', 'development', 'test'])
    .default('production')
    .describe(
      '"development" opens the operator pages to this machine, reloads the client, and checks what clients decode',
    ),
  DATA_DIR: z
    .string()
    .regex(/\S/, 'is the path of a folder')
    .transform((path) => resolve(path))
    .default(DEFAULT_DATA_FOLDER)
    .describe('folder for the journals of matches, and their replays (default: data, in the project)'),
  DATA_MAX_MB: numberOf(/^[1-9]\d{2,8}$/, 'is a whole number from 100')
    .default(10_000)
    .describe(
      'how much journals and replays may take of the disk, in MB: beyond that the oldest replays are deleted (default 10000)',
    ),
  COMMIT_LEVEL: z
    .enum(['process', 'disk'], 'is "process" or "disk"')
    .default('process')
    .describe('what a journal survives: "process" (kill -9), or "disk" (also a power cut; slower) (default process)'),
  COMMIT_RETRY_SECONDS: numberOf(/^\d{1,4}$/, 'is a number of seconds from 0 to 9999')
    .default(30)
    .describe('how long rooms are paused while the journal cannot be written, before the server ends (default 30)'),
  HANG_SECONDS: numberOf(/^\d{1,6}$/, 'is a whole number of seconds, or 0 for never')
    .default(15)
    .describe(
      'ends the process when a script has blocked all rooms for this long, so that it is restarted (default 15; 0: never)',
    ),
  OPERATOR_PASSWORD: z
    .string()
    .min(8, 'has at least 8 characters')
    .optional()
    .describe('opens /debug, /monitor and /metrics to the user "operator" (default: closed)'),
  RELOAD_PORT: port
    .optional()
    .describe('in development: where pages hear that they should reload (default: any free one)'),
  ALLOWED_HOSTS: z
    .string()
    .toLowerCase()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .refine((names) => names.every((name) => HOST_NAME.test(name)), 'is a list of names such as my-laptop.local')
    .default([])
    .describe('in development: names under which the server is opened, beside localhost and HOST (default: none)'),
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
  /** All paths are below this one; empty, or such as `/games/greenroom`. */
  readonly basePath: string;
  /** Origins of other pages that may use the server. */
  readonly allowedOrigins: readonly string[];
  /** Proxies whose `X-Forwarded-For`, `-Proto` and `-Host` are trusted. */
  readonly trustedProxies: readonly string[];
  /** How many players may be behind one address. */
  readonly playersPerAddress: number;
  /** The share of the main thread that rooms may take before new ones are refused; Infinity: no limit. */
  readonly busyShare: number;
  /** Memory of the process beyond which new rooms are refused. */
  readonly memoryBytes: number;
  /** Where the journals are. */
  readonly dataFolder: string;
  /** How much of the disk journals and replays may take. */
  readonly dataMaxBytes: number;
  /** What a commit survives: the end of the process, or a power cut too. */
  readonly commitLevel: 'process' | 'disk';
  /** How long a script may block all rooms before the process ends itself, in ms; Infinity: no limit. */
  readonly hangMs: number;
  /** How long writing the journal is retried before the server ends, in ms. */
  readonly commitRetryMs: number;
  /** Neither development nor a test. */
  readonly production: boolean;
  readonly development: boolean;
  /** How matches store values that the fields of their states cannot hold; undefined: as in production, the nearest one that they can. */
  readonly values?: 'strict' | 'nearest';
  /** Undefined: the operator pages are closed, except in development. */
  readonly operatorPassword: string | undefined;
  /** In development: the port by which pages learn that they should reload; undefined: any free one. */
  readonly reloadPort: number | undefined;
  /** In development: names under which the server is opened, beside `localhost` and `host`. */
  readonly allowedHosts: readonly string[];
  readonly logLevel: string;
}

/** An invalid setting, in one line. */
export class BadSetting extends Error {
  override readonly name = 'BadSetting';
}

/** @throws BadSetting */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  // An empty variable counts as not set: shells and container files unset variables that way.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0]);
    const value = name === 'OPERATOR_PASSWORD' ? 'hidden' : `"${given[name]}"`;
    throw new BadSetting(`${name} ${issue?.message ?? 'is wrong'} (it is ${value})`);
  }
  const { data } = parsed;
  const { HOST, NODE_ENV, HANG_SECONDS, MAX_LOAD_PERCENT, MEMORY_MB } = data;
  return {
    port: data.PORT,
    // In development only this machine may connect, unless it is set otherwise.
    host: HOST ?? (NODE_ENV === 'development' ? '127.0.0.1' : undefined),
    basePath: data.BASE_PATH,
    allowedOrigins: data.ALLOWED_ORIGINS,
    trustedProxies: data.TRUSTED_PROXIES,
    playersPerAddress: data.PLAYERS_PER_ADDRESS,
    // Debugging and tests keep the process busy.
    busyShare: shareOf(MAX_LOAD_PERCENT ?? (NODE_ENV === 'production' ? DEFAULT_LOAD_PERCENT : 0)),
    memoryBytes: MEMORY_MB === undefined ? defaultMemoryBytes() : MEMORY_MB * MB,
    dataFolder: data.DATA_DIR,
    dataMaxBytes: data.DATA_MAX_MB * 2 ** 20,
    commitLevel: data.COMMIT_LEVEL,
    // A debugger stops the process, too.
    hangMs: HANG_SECONDS === 0 || NODE_ENV === 'development' ? Infinity : HANG_SECONDS * 1000,
    commitRetryMs: data.COMMIT_RETRY_SECONDS * 1_000,
    production: NODE_ENV === 'production',
    development: NODE_ENV === 'development',
    values: NODE_ENV === 'production' ? 'nearest' : 'strict',
    operatorPassword: data.OPERATOR_PASSWORD,
    reloadPort: data.RELOAD_PORT,
    allowedHosts: data.ALLOWED_HOSTS,
    logLevel: data.LOG_LEVEL,
  };
}

function shareOf(percent: number): number {
  return percent === 0 ? Infinity : percent / 100;
}

/** Half of the memory of the container, or of the machine. */
function defaultMemoryBytes(): number {
  const constrained = process.constrainedMemory();
  const available = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  return Math.min(MAX_DEFAULT_MEMORY_MB * MB, available / 2);
}

/** All settings with their meanings, for `--help`. */
export function settingsHelp(): string {
  const names = Object.entries(Environment.shape);
  const width = Math.max(...names.map(([name]) => name.length));
  return names.map(([name, setting]) => `  ${name.padEnd(width)}  ${setting.description ?? ''}`).join('\n');
}
