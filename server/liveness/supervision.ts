/** Supervises a running process: the watchdog, the record of what ends it, and the check for rooms that do not tick. */
import type { Host } from '../host/host.ts';
import type { Log } from '../log.ts';
import type { Settings } from '../settings.ts';
import type { Suspects } from './suspects.ts';
import { HEARTBEAT_MS, HUNG_EXIT, Watchdog } from './watchdog.ts';
import { recordExitCause } from './exit-cause.ts';

export interface SupervisionParts {
  readonly host: Host;
  readonly suspects: Suspects | undefined;
  /** Undefined: nothing outlives this process, so nothing ends it. */
  readonly folder: string | undefined;
  readonly settings: Pick<Settings, 'hangMs' | 'logLevel'>;
  readonly log: Log;
}

/** Supervises from here on. Returns what ends that, in order. */
export function startSupervision({ host, suspects, folder, settings, log }: SupervisionParts): () => Promise<void> {
  if (suspects === undefined || folder === undefined) {
    const timer = setInterval(() => host.review(), HEARTBEAT_MS).unref();
    return async () => clearInterval(timer);
  }
  const { activity } = suspects;
  const { hangMs } = settings;
  const review = (): void => {
    if (host.review() || hangMs === Infinity) return;
    log.fatal({ standstill: host.standstill }, 'no room steps any more: process exits for a restart');
    activity.recordEnd({ by: 'hang' });
    process.exit(HUNG_EXIT);
  };
  const silent = settings.logLevel === 'silent';
  const watchdog = new Watchdog({ folder, hangMs, silent, log, onHeartbeat: review });
  const endNotes = recordExitCause(activity, () => activity.callingEffect ?? host.calling);
  return async () => {
    endNotes();
    await watchdog.close();
    activity.close();
  };
}
