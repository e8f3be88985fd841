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
      if (current) setLoaded(ready);
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
  if (loaded.status === 'fulfilled' && typeof loaded.value === 'object') await prepareMore(game, loaded.value);
}

async function load(name: string): Promise<Ready | ViewProblem> {
  const entry = clientGame(name);
  if (entry === undefined) return 'unknown';
  if (entry.bot === undefined) return 'no-practice';
  const [{ PracticePage: Page }, view, game, bot, effects] = await Promise.all([
    import('./practice-page.tsx'),
    entry.view(),
    entry.game(),
    entry.bot(),
    entry.effects?.(),
  ]);
  return { Page, title: entry.title, view, code: { game, bot, effects } };
}

/** Preloads what the table and the replay load when they are shown. Never rejects. */
async function prepareMore(game: string, { view }: Ready): Promise<void> {
  await Promise.allSettled([
    view.prepare?.(),
    clientGame(game)?.rules?.(),
    import('../replay/replay-page.tsx').then(({ prepareReplay }) => prepareReplay(game)),
  ]);
}
