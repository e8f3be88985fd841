/** What `load` and `soak` share as commands: options, progress, report and exit code. */
import { errorText } from '../../shared/command-errors.ts';
import { ProgressLine } from '../../shared/progress-line.ts';
import { statusLine, statusTable, type LoadStatus } from './format.ts';

export interface Command<Options, Report> {
  readonly help: string;
  /** Returns undefined for --help. Throws BadOption. */
  readonly readOptions: (args: readonly string[]) => Options | undefined;
  readonly run: (options: Options, stopping: AbortSignal, show: (status: LoadStatus) => void) => Promise<Report>;
  readonly format: (report: Report) => string;
}

/** Runs it with the arguments of the process, and exits with 0 if the report is ok, else with 1. */
export async function runCommand<Options extends { readonly json: boolean }, Report extends { readonly ok: boolean }>(
  command: Command<Options, Report>,
): Promise<void> {
  try {
    const options = command.readOptions(process.argv.slice(2));
    if (options === undefined) console.log(command.help);
    else process.exit((await runWith(command, options)) ? 0 : 1);
  } catch (error) {
    console.error(errorText(error, [Error]));
    process.exit(1);
  }
}

async function runWith<Options extends { readonly json: boolean }, Report extends { readonly ok: boolean }>(
  { run, format }: Command<Options, Report>,
  options: Options,
): Promise<boolean> {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort());
  const progress = new ProgressLine(process.stderr, () => performance.now());
  let stage = '';
  try {
    const report = await run(options, stopping.signal, (status) => {
      progress.show(() => (progress.isTerminal ? statusTable : statusLine)(status), status.stage !== stage);
      ({ stage } = status);
    });
    progress.clear();
    console.log(options.json ? JSON.stringify(report, undefined, 2) : format(report));
    return report.ok;
  } finally {
    progress.clear();
  }
}
