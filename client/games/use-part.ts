import { useEffect, useState } from 'preact/hooks';
import type { Load } from '../../shared/app.ts';

/** A part of a game, once it has loaded. */
export function usePart<T>(load: Load<T> | undefined, onFailure: () => void = () => {}): T | undefined {
  const [loaded, setLoaded] = useState<{ readonly load: Load<T>; readonly part: T }>();
  useEffect(() => {
    let current = true;
    load?.().then(
      (part) => current && setLoaded({ load, part }),
      () => current && onFailure(),
    );
    return () => void (current = false);
  }, [load]);
  return loaded?.load === load ? loaded?.part : undefined;
}
