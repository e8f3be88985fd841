import { useEffect, useReducer } from 'preact/hooks';
import type { Connection } from './connection.ts';

/** Renders again after every change of the connection or its state. */
export function useConnection(connection: Connection): void {
  const [, changed] = useReducer((count: number, _: void) => count + 1, 0);
  useEffect(() => {
    // Something may have come between the first render and this effect.
    changed();
    return connection.subscribe(() => changed());
  }, [connection]);
}
