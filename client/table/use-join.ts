import { useState } from 'preact/hooks';
import { JoinFailure, type Connection, type LoadMatchmaker, type Matchmaker } from '../connection/connection.ts';
import { toast } from '../ui/toasts.tsx';

/**
 * Joins a table. A failure is shown as a toast.
 *
 * @param failedText for failures that have no text of their own
 * @returns `busy` while a join is under way, and after one that succeeded
 */
export function useJoin(loadMatchmaker: LoadMatchmaker, onSit: (connection: Connection) => void, failedText: string) {
  const [busy, setBusy] = useState(false);
  const join = (how: (matchmaker: Matchmaker) => Promise<Connection>): void => {
    setBusy(true);
    loadMatchmaker()
      .then(how)
      .then(onSit)
      .catch((error: unknown) => {
        toast(error instanceof JoinFailure ? error.message : failedText);
        setBusy(false);
      });
  };
  return { busy, join };
}
