/** The page as a whole: shows what the address names, and holds the visitor's table. */
import { useCallback, useState } from 'preact/hooks';
import type { ServerTables } from './connection/server-tables.ts';
import { rememberMatch } from './connection/match-memory.ts';
import type { AnyTable } from './connection/table.ts';
import { Lobby } from './lobby/lobby.tsx';
import { PracticeLoader } from './practice/practice-loader.tsx';
import { ReplayLoader } from './replay/replay-loader.tsx';
import { navigate, useRoute } from './route.ts';
import { TablePage } from './table/table-page.tsx';
import { Toasts } from './ui/toasts.tsx';

export function App({ client }: { client: ServerTables }) {
  const route = useRoute();
  const [table, setTable] = useState<AnyTable>();

  /** Moves to a table just joined, and leaves the one before. */
  const sit = useCallback(
    (next: AnyTable) => {
      if (table && table !== next) void table.leave();
      setTable(next);
      rememberMatch(next);
      navigate({ page: 'table', code: next.code, watch: next.seat === undefined });
    },
    [table],
  );
  const leave = useCallback(() => {
    void table?.leave();
    setTable(undefined);
    navigate({ page: 'lobby' });
  }, [table]);

  return (
    <>
      {route.page === 'lobby' && (
        <Lobby client={client} seated={table?.status === 'closed' ? undefined : table} onSit={sit} onLeave={leave} />
      )}
      {route.page === 'replay' && <ReplayLoader key={route.match} match={route.match} />}
      {route.page === 'practice' && <PracticeLoader key={route.game} game={route.game} />}
      {route.page === 'table' && (
        <TablePage
          key={route.code}
          code={route.code}
          watch={route.watch}
          client={client}
          table={table?.code === route.code ? table : undefined}
          onSit={sit}
          onLeave={leave}
        />
      )}
      <Toasts />
    </>
  );
}
