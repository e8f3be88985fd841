/** Loads the replay page on demand, to keep its script out of the lobby's and the tables'. */
import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { navigate } from '../route.ts';
import { GameUnavailable } from '../table/game-unavailable.tsx';
import { LoadingPage } from '../table/page.tsx';

interface Props {
  /** Undefined: the visitor opens a file. */
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
  return <LoadingPage text="Loading the replay…" />;
}
