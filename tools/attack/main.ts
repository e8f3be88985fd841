/** `npm run attack`: attacks a server in many ways, and measures what its other players notice. */
import { errorText } from '../../shared/command-errors.ts';
import { HELP, readOptions } from './options.ts';
import { runAttacks } from './run.ts';
import { formatReport } from './format.ts';

try {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) {
    console.log(HELP);
  } else {
    const stopping = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort());
    const report = await runAttacks(options, stopping.signal, (title) => console.error(title));
    console.log(options.json ? JSON.stringify(report, undefined, 2) : formatReport(report));
    process.exit(report.ok ? 0 : 1);
  }
} catch (error) {
  console.error(errorText(error, [Error]));
  process.exit(1);
}
