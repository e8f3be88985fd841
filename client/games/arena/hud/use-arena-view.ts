import { useEffect, useState } from 'preact/hooks';
import type { TableOfArena } from '../table-of-arena.ts';
import { readArena, type ArenaView } from '../arena-view.ts';

/** Patches arrive thirty times a second; names and scores are read less often. */
const EVERY_MS = 100;

/** The arena as plain values; the same object for as long as nothing changes, and undefined before the first state has come. */
export function useArenaView(table: TableOfArena): ArenaView | undefined {
  const [view, setView] = useState(() => viewOf(table));
  useEffect(() => {
    let known = '';
    let deadline: number | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      timer = undefined;
      const next = viewOf(table);
      deadline = next?.deadline;
      const text = JSON.stringify(next);
      if (text === known) return;
      known = text;
      setView(next);
    };
    look();
    const stop = table.subscribe(() => {
      // The remaining time is drawn in every frame, so a new phase must show at once: its time beside the old phase would be wrong.
      if (!table.hasState || table.state.deadline !== deadline) look();
      else timer ??= setTimeout(look, EVERY_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [table]);
  return view;
}

function viewOf({ hasState, state }: TableOfArena): ArenaView | undefined {
  return hasState ? readArena(state) : undefined;
}
