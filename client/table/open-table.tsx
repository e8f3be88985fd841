/** A table over the network: its frame, the state of the connection, and the dialog after the table has closed. */
import { useState } from 'preact/hooks';
import type { ServerTables } from '../connection/server-tables.ts';
import type { AnyTable } from '../connection/table.ts';
import { clientGame } from '../games/index.ts';
import { useGameView } from '../games/use-game-view.ts';
import { useTable } from '../hooks/preact.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { ClosedTable } from './closed-table.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { DelayNotice, delayText } from './delay-notice.tsx';
import { GameUnavailable } from './game-unavailable.tsx';
import { LoadingPage } from './page.tsx';
import { ShareButton } from './share.tsx';
import { TableFrame } from './table-frame.tsx';

interface Props {
  table: AnyTable;
  client: ServerTables;
  onSit: (table: AnyTable) => void;
  onLeave: () => void;
}

export function OpenTable({ table, client, onSit, onLeave }: Props) {
  useTable(table);
  const [asksToLeave, setAsksToLeave] = useState(false);
  const entry = clientGame(table.game);
  const { view, problem } = useGameView(table.game);
  const { delayMs, departure } = table;
  const beginsInMs = table.beginsInMs?.();
  const spectates = table.seat === undefined;
  const leave = () => (spectates || table.status === 'closed' ? onLeave() : setAsksToLeave(true));

  return (
    <TableFrame
      title={entry?.title ?? table.game}
      code={table.code}
      badge={spectates ? <SpectatorBadge delayMs={delayMs} /> : undefined}
      tools={<ShareButton code={table.code} />}
      rules={entry?.rules}
      leaveLabel="Leave the table"
      onLeave={leave}
    >
      <ConnectionBanner table={table} />
      {view && beginsInMs === undefined && <view.Table table={table} />}
      {view && delayMs !== undefined && beginsInMs !== undefined && (
        <DelayNotice delayMs={delayMs} beginsInMs={beginsInMs} />
      )}
      {problem && <GameUnavailable problem={problem} onLeave={leave} />}
      {!view && !problem && <LoadingPage text="Loading the table…" />}
      {departure && departure.why !== 'left' && (
        <ClosedTable table={table} departure={departure} client={client} onSit={onSit} onLeave={onLeave} />
      )}
      {asksToLeave && <LeaveDialog onStay={() => setAsksToLeave(false)} onLeave={onLeave} />}
    </TableFrame>
  );
}

function SpectatorBadge({ delayMs }: { delayMs: number | undefined }) {
  return (
    <>
      <Icon name="eye" size={18} />
      <span class="table-head__word">Watching</span>
      {delayMs !== undefined && <span>{delayText(delayMs)}</span>}
    </>
  );
}

function LeaveDialog({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  return (
    <Dialog title="Leave the table?" onClose={onStay}>
      <p>You give up your seat. If a match is running, you leave it.</p>
      <div class="dialog__actions">
        <Button kind="ember" onClick={onLeave}>
          Leave the table
        </Button>
        <Button onClick={onStay}>Stay</Button>
      </div>
    </Dialog>
  );
}
