import { useState } from 'preact/hooks';
import { JoinFailure } from '../connection/connection.ts';
import type { AnyTable } from '../connection/table.ts';
import { toast } from '../ui/toasts.tsx';

/**
 * Joins a table. A failure is shown as a toast.
 *
 * @param failedText for failures that have no text of their own
 * @returns `busy` while a join is under way, and after one that succeeded
 */
export function useJoin(onSit: (table: AnyTable) => void, failedText: string) {
  const [busy, setBusy] = useState(false);
  const join = (how: () => Promise<AnyTable>): void => {
    setBusy(true);
    how()
      .then(onSit)
      .catch((error: unknown) => {
        toast(error instanceof JoinFailure ? error.message : failedText);
        setBusy(false);
      });
  };
  return { busy, join };
}
