import { useEffect, useState } from 'preact/hooks';
import type { Connection } from '../../../connection/connection.ts';
import { arenaOf, readArena, type ArenaView } from '../arena-view.ts';

/** Patches arrive thirty times a second; names and scores are read less often. */
const EVERY_MS = 100;

/** The arena as plain values; the same object for as long as nothing changes. */
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
      // The remaining time is drawn in every frame, so a new phase must show at once: its time beside the old phase would be wrong.
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
