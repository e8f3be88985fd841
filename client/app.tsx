/** The page as a whole: shows what the address names, and holds the connection to the visitor's table. */
import { useCallback, useState } from 'preact/hooks';
import type { Connection, LoadMatchmaker } from './connection/connection.ts';
import { rememberMatch } from './connection/match-memory.ts';
import { Lobby } from './lobby/lobby.tsx';
import { PracticeLoader } from './practice/practice-loader.tsx';
import { ReplayLoader } from './replay/replay-loader.tsx';
import { navigate, useRoute } from './route.ts';
import { TablePage } from './table/table-page.tsx';
import { Toasts } from './ui/toasts.tsx';

export function App({ loadMatchmaker }: { loadMatchmaker: LoadMatchmaker }) {
  const route = useRoute();
  const [connection, setConnection] = useState<Connection>();

  /** Moves to a table just joined, and leaves the one before. */
  const sit = useCallback(
    (next: Connection) => {
      if (connection && connection !== next) void connection.leave();
      setConnection(next);
      rememberMatch(next);
      navigate({ page: 'table', code: next.code, watch: next.seat === undefined });
    },
    [connection],
  );
  const leave = useCallback(() => {
    void connection?.leave();
    setConnection(undefined);
    navigate({ page: 'lobby' });
  }, [connection]);

  return (
    <>
      {route.page === 'lobby' && (
        <Lobby
          loadMatchmaker={loadMatchmaker}
          seated={connection?.status === 'closed' ? undefined : connection}
          onSit={sit}
          onLeave={leave}
        />
      )}
      {route.page === 'replay' && <ReplayLoader key={route.match} match={route.match} />}
      {route.page === 'practice' && <PracticeLoader key={route.game} game={route.game} />}
      {route.page === 'table' && (
        <TablePage
          key={route.code}
          code={route.code}
          watch={route.watch}
          loadMatchmaker={loadMatchmaker}
          connection={connection?.code === route.code ? connection : undefined}
          onSit={sit}
          onLeave={leave}
        />
      )}
      <Toasts />
    </>
  );
}
