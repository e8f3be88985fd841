/** Loads the practice page and a game's code on demand. After that no server is needed. */
import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { clientGame } from '../games/index.ts';
import type { ViewProblem } from '../games/use-game-view.ts';
import { navigate } from '../route.ts';
import { GameUnavailable } from '../table/game-unavailable.tsx';
import { LoadingPage } from '../table/page.tsx';
import type { PracticePageProps } from './practice-page.tsx';

interface Ready extends PracticePageProps {
  readonly Page: FunctionComponent<PracticePageProps>;
}

export function PracticeLoader({ game }: { game: string }) {
  const [loaded, setLoaded] = useState<Ready | ViewProblem>();
  useEffect(() => {
    let current = true;
    const show = async (): Promise<void> => {
      const ready = await load(game).catch(() => 'failed' as const);
      if (current) setLoaded(ready ?? 'unknown');
      if (typeof ready === 'object') await prepareMore(game, ready);
    };
    void show();
    return () => void (current = false);
  }, [game]);
  if (loaded === undefined) return <LoadingPage text="Loading the game…" />;
  if (typeof loaded === 'string')
    return <GameUnavailable problem={loaded} onLeave={() => navigate({ page: 'lobby' })} />;
  const { Page, ...props } = loaded;
  return <Page {...props} />;
}

/** Preloads everything that practice of a game needs, so that it can start later without a server. Never rejects. */
export async function preparePractice(game: string): Promise<void> {
  const [loaded] = await Promise.allSettled([load(game)]);
  if (loaded.status === 'fulfilled' && loaded.value !== undefined) await prepareMore(game, loaded.value);
}

/** Undefined if this page does not know the game. */
async function load(game: string): Promise<Ready | undefined> {
  const entry = clientGame(game);
  if (entry === undefined) return undefined;
  const [{ PracticePage: Page, practiceGame }, view] = await Promise.all([import('./practice-page.tsx'), entry.load()]);
  const code = await practiceGame(game)?.();
  return code && { Page, title: entry.title, view, code };
}

/** Preloads what the table and the replay load when they are shown. Never rejects. */
async function prepareMore(game: string, { view }: Ready): Promise<void> {
  await Promise.allSettled([
    view.prepare?.(),
    import('../replay/replay-page.tsx').then(({ prepareReplay }) => prepareReplay(game)),
  ]);
}
