/** The whole page: which place the visitor is in, and the table they sit at. */
import { useCallback, useState } from 'preact/hooks';
import type { Connection, Matchmaker } from './connection/connection.ts';
import { rememberMatch } from './connection/match-memory.ts';
import { Lobby } from './lobby/lobby.tsx';
import { PracticeLoader } from './practice/practice-loader.tsx';
import { ReplayLoader } from './replay/replay-loader.tsx';
import { navigate, useRoute } from './route.ts';
import { TablePage } from './table/table-page.tsx';
import { Toasts } from './ui/toasts.tsx';

export function App({ tables }: { tables: () => Promise<Matchmaker> }) {
  const route = useRoute();
  const [connection, setConnection] = useState<Connection>();

  /** Sits down at a table just joined, and gives up the one before. */
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
          tables={tables}
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
          tables={tables}
          connection={connection?.code === route.code ? connection : undefined}
          onSit={sit}
          onLeave={leave}
        />
      )}
      <Toasts />
    </>
  );
}
