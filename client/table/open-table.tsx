/** A table over the network: its frame, the state of the connection, and the dialog after the table has closed. */
import { useState } from 'preact/hooks';
import type { Connection, LoadMatchmaker } from '../connection/connection.ts';
import { useChanges } from '../connection/use-changes.ts';
import { clientGame } from '../games/index.ts';
import { useGameView } from '../games/use-game-view.ts';
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
  connection: Connection;
  loadMatchmaker: LoadMatchmaker;
  onSit: (connection: Connection) => void;
  onLeave: () => void;
}

export function OpenTable({ connection, loadMatchmaker, onSit, onLeave }: Props) {
  useChanges(connection);
  const [asksToLeave, setAsksToLeave] = useState(false);
  const { view, problem } = useGameView(connection.game);
  const { delayMs, departure } = connection;
  const beginsInMs = connection.beginsInMs?.();
  const spectates = connection.seat === undefined;
  const leave = () => (spectates || connection.status === 'closed' ? onLeave() : setAsksToLeave(true));

  return (
    <TableFrame
      title={clientGame(connection.game)?.title ?? connection.game}
      code={connection.code}
      badge={spectates ? <SpectatorBadge delayMs={delayMs} /> : undefined}
      tools={<ShareButton code={connection.code} />}
      Rules={view?.Rules}
      leaveLabel="Leave the table"
      onLeave={leave}
    >
      <ConnectionBanner connection={connection} />
      {view && beginsInMs === undefined && <view.Table connection={connection} />}
      {view && delayMs !== undefined && beginsInMs !== undefined && (
        <DelayNotice delayMs={delayMs} beginsInMs={beginsInMs} />
      )}
      {problem && <GameUnavailable problem={problem} onLeave={leave} />}
      {!view && !problem && <LoadingPage text="Loading the table…" />}
      {departure && departure.why !== 'left' && (
        <ClosedTable
          connection={connection}
          departure={departure}
          loadMatchmaker={loadMatchmaker}
          onSit={onSit}
          onLeave={onLeave}
        />
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
