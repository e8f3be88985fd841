/** Loads the replay page when somebody wants it: the lobby and the tables do without its script. */
import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { navigate } from '../route.ts';
import { NoView } from '../table/no-view.tsx';
import { Waiting } from '../table/page.tsx';

interface Props {
  /** Undefined: the visitor brings a file. */
  match: string | undefined;
}

export function ReplayDoor({ match }: Props) {
  const [loaded, setLoaded] = useState<{ Page?: FunctionComponent<Props>; failed?: true }>({});
  useEffect(() => {
    import('./replay-page.tsx').then(
      ({ ReplayPage }) => setLoaded({ Page: ReplayPage }),
      () => setLoaded({ failed: true }),
    );
  }, []);
  const { Page, failed } = loaded;
  if (Page) return <Page match={match} />;
  if (failed) return <NoView problem="failed" onLeave={() => navigate({ page: 'lobby' })} />;
  return <Waiting text="Threading the film…" />;
}
