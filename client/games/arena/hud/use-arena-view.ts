import { useEffect, useState } from 'preact/hooks';
import type { Connection } from '../../../connection/connection.ts';
import { arenaOf, readArena, type ArenaView } from '../arena-view.ts';

/** Patches come thirty times a second; names and scores need not be looked at as often. */
const EVERY_MS = 100;

/** The arena as plain values; another object only when something in it is another. */
export function useArenaView(connection: Connection): ArenaView | undefined {
  const [view, setView] = useState(() => readArena(connection.state));
  useEffect(() => {
    let known = '';
    let deadline: number | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      timer = undefined;
      const next = readArena(connection.state);
      deadline = next?.deadline;
      const text = JSON.stringify(next);
      if (text === known) return;
      known = text;
      setView(next);
    };
    look();
    const stop = connection.subscribe(() => {
      // What is left of a phase shows in every picture: beside the phase before it would be the count of the wrong one.
      if (arenaOf(connection.state)?.deadline !== deadline) look();
      else timer ??= setTimeout(look, EVERY_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [connection]);
  return view;
}
