/** `npm run bots`: network clients that play by themselves. */
import { errorText } from '../../shared/command-errors.ts';
import { HELP, readOptions, type BotOptions } from './options.ts';
import { BotGroup } from './bot-group.ts';
import { formatProgress, formatReport, makeReport } from './report.ts';

/** The interval between progress lines when stderr is not a terminal. */
const QUIET_S = 10;

async function run(options: BotOptions): Promise<boolean> {
  const { url, json } = options;
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort());
  const party = new BotGroup(options);
  const startMs = performance.now();
  const report = () => makeReport(party.records, (performance.now() - startMs) / 1_000);
  try {
    await party.join(stopping.signal);
    await party.play(stopping.signal, () => showProgress(formatProgress(report(), party.playing), report().seconds));
  } catch (error) {
    throw new NoSeatError(explain(error, url), { cause: error });
  } finally {
    await party.leave();
    if (process.stderr.isTTY) process.stderr.write('\r\u001B[K');
  }
  console.log(json ? JSON.stringify(report(), undefined, 2) : formatReport(report()));
  return report().ok;
}

function showProgress(text: string, seconds: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${seconds} s  ${text}`);
  else if (seconds % QUIET_S === 0) process.stderr.write(`${seconds} s  ${text}\n`);
}

function explain(error: unknown, url: string): string {
  const { message } = error instanceof Error ? error : new Error(String(error));
  return /fetch failed|ECONNREFUSED|ENOTFOUND/.test(message) ? `No server answers at ${url}.` : `No seat: ${message}.`;
}

/** The bots found no seat. */
class NoSeatError extends Error {
  override readonly name = 'NobodySits';
}

// The SDK logs every drop and reconnect attempt; the report counts them instead.
console.info = () => {};
console.warn = () => {};

try {
  const options = readOptions(process.argv.slice(2), process.env.PORT);
  if (options === undefined) console.log(HELP);
  else process.exit((await run(options)) ? 0 : 1);
} catch (error) {
  console.error(errorText(error, [NoSeatError]));
  process.exit(1);
}
