import { useEffect, useState } from 'preact/hooks';
import type { ClientGame, GameView } from './game-view.ts';
import { clientGame } from './index.ts';

/** unknown: this client cannot show the game · failed: its view did not load · no-practice: the game has no bots. */
export type ViewProblem = 'unknown' | 'failed' | 'no-practice';

/** Both are undefined while the view loads. */
export interface LoadedView {
  view?: GameView;
  problem?: ViewProblem;
}

export function useGameView(game: string): LoadedView {
  const [loaded, setLoaded] = useState<LoadedView>({});
  useEffect(() => {
    let current = true;
    setLoaded({});
    void loadView(game).then((result) => current && setLoaded(result));
    return () => void (current = false);
  }, [game]);
  return loaded;
}

/** Never rejects. */
export async function loadView(
  game: string,
  entry: Pick<ClientGame, 'view'> | undefined = clientGame(game),
): Promise<LoadedView> {
  if (!entry) return { problem: 'unknown' };
  try {
    return { view: await entry.view() };
  } catch {
    return { problem: 'failed' };
  }
}
