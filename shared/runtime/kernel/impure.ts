/**
 * The table of impure globals, and what scripts use instead: everything in Node and browsers that tells time, draws random
 * numbers, sets timers, does I/O, or depends on the machine, its language or its time zone.
 *
 * Left out, as they are pure: structuredClone, URL, TextEncoder, AbortController, WebAssembly.Module, WeakMap, Date with a
 * given time in UTC, Intl with a given language and time zone. Left out, as they only write: console. Left out, as their
 * results can only be awaited, which is `ForeignAwait`: streams, Blob, WebAssembly.compile. Left to the linter, as the room's
 * state uses them or there is no call to catch: WeakRef, FinalizationRegistry, Math.sin and similar functions, the order of
 * `for in`.
 */

/** Whether a call with these arguments is impure. */
export type When = (args: readonly unknown[]) => boolean;

/** A function or constructor, and which of its calls are impure; all unless `when` is given. */
export interface ImpureCall {
  readonly path: string;
  readonly instead: string;
  readonly when?: When;
}

const NOW = 'room.now';
const CHANCE = 'room.random';
const OUTSIDE = 'room.effect()';
const OPTIONS = 'room.options or room.effect()';
const LANGUAGE = 'an explicit language, such as "en"';
const LANGUAGE_AND_ZONE = 'an explicit language and time zone, such as "en" and { timeZone: "UTC" }';

const no = (path: string, instead: string, when?: When): ImpureCall => ({ path, instead, when });
const each = (prefix: string, names: string, instead: string, when?: When): ImpureCall[] =>
  names.split(' ').map((name) => no(`${prefix}${name}`, instead, when));

/** Without a language: the machine's is used. */
const noLanguage =
  (index: number): When =>
  (args) =>
    args[index] === undefined || (Array.isArray(args[index]) && args[index].length === 0);
const noZone: When = (args) => optionOf(args[1], 'timeZone') === undefined;
const noLanguageOrZone: When = (args) => noLanguage(0)(args) || noZone(args);

/** Only plain dates are read in UTC; everything else is read in the machine's time zone unless it names one. */
const localText = (text: unknown): boolean =>
  typeof text === 'string' && !/^[+-]?\d{4,6}(-\d\d){0,2}$|(Z|GMT|UTC|[+-]\d\d:?\d\d)(\s*\(.*\))?$/i.test(text.trim());

function optionOf(options: unknown, key: string): unknown {
  return options === undefined || options === null ? undefined : Reflect.get(Object(options), key);
}

/** Impure calls. For those of `Date` itself see {@link impureDate}. */
export const CALLS: readonly ImpureCall[] = [
  ...each('', 'setTimeout setInterval', 'room.sleep() or room.every()'),
  ...each('', 'setImmediate queueMicrotask', 'room.sleep(0)'),
  ...each('', 'requestAnimationFrame requestIdleCallback', 'room.onTick()'),
  ...each(
    '',
    'fetch XMLHttpRequest WebSocket EventSource Worker SharedWorker MessageChannel BroadcastChannel',
    OUTSIDE,
  ),
  no('gc', 'nothing'),
  no('AbortSignal.timeout', 'room.within() and scope.signal'),
  ...each('Atomics.', 'wait waitAsync', 'room.condition() or room.event()'),
  no('Math.random', CHANCE),
  ...each('Buffer.', 'allocUnsafe allocUnsafeSlow', 'Buffer.alloc()'),
  no('URL.createObjectURL', CHANCE),
  ...each('', 'PerformanceMark PerformanceObserver', NOW),
  no('File', 'a File with { lastModified }', (args) => optionOf(args[2], 'lastModified') === undefined),

  no('Date.now', NOW),
  no('Date.parse', 'a time zone in the text, such as "Z"', ([text]) => localText(text)),
  ...each(
    'Date.prototype.',
    'getDate getDay getFullYear getHours getMilliseconds getMinutes getMonth getSeconds',
    'its getUTC… methods',
  ),
  ...each(
    'Date.prototype.',
    'setDate setFullYear setHours setMilliseconds setMinutes setMonth setSeconds',
    'its setUTC… methods',
  ),
  ...each('Date.prototype.', 'getTimezoneOffset getYear setYear', 'its UTC methods'),
  ...each('Date.prototype.', 'toString toDateString toTimeString', 'toISOString()'),
  ...each(
    'Date.prototype.',
    'toLocaleString toLocaleDateString toLocaleTimeString',
    LANGUAGE_AND_ZONE,
    noLanguageOrZone,
  ),

  ...each('', 'Number BigInt Array', LANGUAGE, noLanguage(0)).map(toLocaleString),
  no('Object.getPrototypeOf(Uint8Array).prototype.toLocaleString', LANGUAGE, noLanguage(0)),
  ...each('String.prototype.', 'toLocaleLowerCase toLocaleUpperCase', LANGUAGE, noLanguage(0)),
  no('String.prototype.localeCompare', `< and >, or ${LANGUAGE}`, noLanguage(1)),
  ...each('Intl.', 'Collator DisplayNames DurationFormat ListFormat NumberFormat PluralRules', LANGUAGE, noLanguage(0)),
  ...each('Intl.', 'RelativeTimeFormat Segmenter', LANGUAGE, noLanguage(0)),
  no('Intl.DateTimeFormat', LANGUAGE_AND_ZONE, noLanguageOrZone),
  no('Intl.DateTimeFormat.prototype.formatToParts', 'it with a time', ([time]) => time === undefined),
  no('Intl.supportedValuesOf', 'a list of your own'),
  ...each(
    '',
    'PlainDate PlainTime PlainDateTime ZonedDateTime Duration PlainYearMonth PlainMonthDay',
    LANGUAGE,
    noLanguage(0),
  )
    .map(ofTemporal)
    .map(toLocaleString),
  no('Temporal.Instant.prototype.toLocaleString', LANGUAGE_AND_ZONE, noLanguageOrZone),
];

function toLocaleString(call: ImpureCall): ImpureCall {
  return { ...call, path: `${call.path}.prototype.toLocaleString` };
}

function ofTemporal(call: ImpureCall): ImpureCall {
  return { ...call, path: `Temporal.${call.path}` };
}

/** Objects all of whose own and inherited members are impure. */
export const OBJECTS: readonly (ImpureCall & { readonly but?: readonly string[] })[] = [
  no('performance', NOW),
  no('crypto', CHANCE),
  no('Temporal.Now', NOW),
  // Zod reads the user agent before it makes its first parser.
  { ...no('navigator', OPTIONS), but: ['userAgent'] },
];

/** Getters of objects that a script creates itself. */
export const GETTERS: readonly ImpureCall[] = [no('Event.prototype.timeStamp', NOW)];

/** Globals that are impure to read. */
export const GLOBALS: readonly ImpureCall[] = [
  ...each('', 'localStorage sessionStorage indexedDB caches cookieStore', 'the state of the room, or room.effect()'),
  ...each('', 'document location history screen', OPTIONS),
];

/** Members of `process` that are impure to read. Others, such as `emitWarning` and `stdout`, only write. */
export const PROCESS: ReadonlyMap<string, string> = new Map([
  ...list('hrtime uptime', NOW),
  ...list('nextTick', 'room.sleep(0)'),
  ...list('env argv argv0 execArgv execPath title pid ppid debugPort report features config release', OPTIONS),
  ...list('arch platform version versions getuid geteuid getgid getegid getgroups', OPTIONS),
  ...list('memoryUsage cpuUsage threadCpuUsage resourceUsage constrainedMemory availableMemory', OPTIONS),
  ...list('getActiveResourcesInfo _getActiveHandles _getActiveRequests', OPTIONS),
  ...list('cwd chdir umask stdin loadEnvFile getBuiltinModule binding _linkedBinding dlopen mainModule', OUTSIDE),
  ...list(
    'exit reallyExit abort kill _kill setuid seteuid setgid setegid setgroups initgroups',
    'an error, or a return',
  ),
]);

function list(names: string, instead: string): [string, string][] {
  return names.split(' ').map((name) => [name, instead]);
}

/** Why a call of `Date`, with or without `new`, is impure, and what to use; undefined if it is pure. */
export function impureDate(
  isNew: boolean,
  args: readonly unknown[],
): readonly [what: string, instead: string] | undefined {
  if (!isNew) return ['Date()', NOW];
  if (args.length === 0) return ['new Date()', NOW];
  if (args.length > 1) return ['new Date(year, month, …)', 'new Date(Date.UTC(year, month, …))'];
  return localText(args[0]) ? ['new Date(text)', 'a time zone in the text, such as "Z"'] : undefined;
}
