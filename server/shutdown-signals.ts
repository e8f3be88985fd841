/**
 * Stops the server and ends the process: on SIGINT or SIGTERM, when npm's shell around it has ended, or when its journal cannot be written.
 */
import type { RunningServer } from './start.ts';

type Stoppable = Pick<RunningServer, 'lost' | 'stop'>;

/** How long closing may take. */
const STOP_MS = 5_000;
/** How often it checks whether it was orphaned. */
const LOOK_MS = 500;

/** Listens from here on. Returns a function to call with the open server. */
export function shutDownOnSignals(stopMs = STOP_MS): (opened: Stoppable) => void {
  let server: Stoppable | undefined;
  let ending = false;
  /** The exit code, once the server has closed. */
  let code = 0;
  const end = (): void => {
    // A server that is not open yet has nothing that its journal does not have, and the second signal is from somebody who
    // does not want to wait.
    if (server === undefined || ending) process.exit(0);
    ending = true;
    setTimeout(() => {
      tell(`The server did not close within ${stopMs / 1_000} s, and ends. Its journal has everything.`);
      process.exit(code);
    }, stopMs).unref();
    server.stop().then(
      () => process.exit(code),
      (error: unknown) => {
        if (code === 0) tell(`The server could not close: ${error instanceof Error ? error.message : String(error)}`);
        process.exit(1);
      },
    );
  };
  const endWhenLost = async ({ lost }: Stoppable): Promise<void> => {
    const { message } = await lost;
    tell(`The server ends, and matches come back with the next start: ${message}`);
    if (ending) return;
    code = 1;
    end();
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  // From the script that a package manager runs: it does not know whether this process got the same signal.
  process.on('SIGHUP', () => {
    if (!ending) end();
  });
  if (process.env.npm_lifecycle_event !== undefined) shutDownWhenOrphaned(end);
  return (opened) => {
    server = opened;
    void endWhenLost(opened);
  };
}

/** For people at a terminal, beside the log. */
function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Calls `end` when the process around this one has ended: npm passes signals to a shell, and some shells end without passing them on. */
export function shutDownWhenOrphaned(end: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    end();
  }, LOOK_MS);
  timer.unref();
}
