import { useEffect, useReducer } from 'preact/hooks';

/** Renders the component again after every change of a connection or a playback. */
export function useChanges(source: { subscribe(listener: () => void): () => void }): void {
  const [, changed] = useReducer((count: number, _: void) => count + 1, 0);
  useEffect(() => {
    // Covers a change between the first render and this effect.
    changed();
    return source.subscribe(() => changed());
  }, [source]);
}
