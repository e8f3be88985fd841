/** The whole page: which place the visitor is in, and the table they sit at. */
import { useCallback, useState } from 'preact/hooks';
import type { Connection, Tables } from './connection/connection.ts';
import { Lobby } from './lobby/lobby.tsx';
import { navigate, useRoute } from './route.ts';
import { TablePage } from './table/table-page.tsx';
import { Toasts } from './ui/toasts.tsx';

export function App({ tables }: { tables: () => Promise<Tables> }) {
  const route = useRoute();
  const [connection, setConnection] = useState<Connection>();

  /** Sits down at a table just joined, and gives up the one before. */
  const sit = useCallback(
    (next: Connection) => {
      if (connection && connection !== next) void connection.leave();
      setConnection(next);
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
      {route.page === 'lobby' ? (
        <Lobby
          tables={tables}
          seated={connection?.status === 'closed' ? undefined : connection}
          onSit={sit}
          onLeave={leave}
        />
      ) : (
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
