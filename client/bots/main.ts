/** `npm run bots`: network clients that play by themselves. */
import { errorText } from '../../shared/command-errors.ts';
import { ProgressLine } from '../../shared/progress-line.ts';
import { HELP, readOptions, type BotOptions } from './options.ts';
import { BotGroup } from './bot-group.ts';
import { formatProgress, formatReport, makeReport } from './report.ts';

async function run(options: BotOptions): Promise<boolean> {
  const { url, json } = options;
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort());
  const group = new BotGroup(options);
  const startMs = performance.now();
  const progress = new ProgressLine(process.stderr, () => performance.now());
  const report = () => makeReport(group.records, (performance.now() - startMs) / 1_000);
  try {
    await group.join(stopping.signal);
    await group.play(stopping.signal, () =>
      progress.show(() => `${report().seconds} s  ${formatProgress(report(), group.playing)}`),
    );
  } catch (error) {
    throw new NoSeatError(explain(error, url), { cause: error });
  } finally {
    await group.leave();
    progress.clear();
  }
  console.log(json ? JSON.stringify(report(), undefined, 2) : formatReport(report()));
  return report().ok;
}

function explain(error: unknown, url: string): string {
  const { message } = error instanceof Error ? error : new Error(String(error));
  return /fetch failed|ECONNREFUSED|ENOTFOUND/.test(message) ? `No server answers at ${url}.` : `No seat: ${message}.`;
}

/** The bots found no seat. */
class NoSeatError extends Error {
  override readonly name = 'NoSeatError';
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
