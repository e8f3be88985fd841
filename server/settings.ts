/** What an operator may set, from the environment. */
import { z } from 'zod';

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
    .describe('"development" opens the operator pages and the playground, and reloads the client'),
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
  readonly development: boolean;
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
  const { PORT, HOST, NODE_ENV, OPERATOR_PASSWORD, LOG_LEVEL } = parsed.data;
  return {
    port: PORT,
    host: HOST,
    development: NODE_ENV === 'development',
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
