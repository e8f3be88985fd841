/** Errors that nobody caught. The process survives them; the room that one belongs to does not. */
import { Cancelled } from '../../shared/runtime/index.ts';
import { failRoomOfContext, toError } from '../../shared/runtime/host.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';

/** Takes care of them from now on. Returns what ends that. */
export function surviveStrayErrors(log: Log, metrics: Metrics): () => void {
  const blame = (thrown: unknown): void => {
    const error = toError(thrown);
    // A cancelled task may leave promises behind that nobody awaits any more.
    if (error instanceof Cancelled) return;
    if (failRoomOfContext(error)) return;
    metrics.strayError();
    log.error({ err: error }, 'stray error');
  };
  process.on('unhandledRejection', blame);
  process.on('uncaughtException', blame);
  return () => {
    process.off('unhandledRejection', blame);
    process.off('uncaughtException', blame);
  };
}
