/** Loads the replay page when somebody wants it: the lobby and the tables do without its script. */
import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { navigate } from '../route.ts';
import { GameUnavailable } from '../table/game-unavailable.tsx';
import { LoadingPage } from '../table/page.tsx';

interface Props {
  /** Undefined: the visitor brings a file. */
  match: string | undefined;
}

export function ReplayLoader({ match }: Props) {
  const [loaded, setLoaded] = useState<{ Page?: FunctionComponent<Props>; failed?: true }>({});
  useEffect(() => {
    import('./replay-page.tsx').then(
      ({ ReplayPage }) => setLoaded({ Page: ReplayPage }),
      () => setLoaded({ failed: true }),
    );
  }, []);
  const { Page, failed } = loaded;
  if (Page) return <Page match={match} />;
  if (failed) return <GameUnavailable problem="failed" onLeave={() => navigate({ page: 'lobby' })} />;
  return <LoadingPage text="Threading the film…" />;
}
