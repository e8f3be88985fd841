/** The frame around any game: the head of the page, the state of the line, and what shows when the table has closed. */
import { useState } from 'preact/hooks';
import type { Connection, Matchmaker } from '../connection/connection.ts';
import { useConnection } from '../connection/use-connection.ts';
import { clientGame } from '../games/index.ts';
import { useGameView } from '../games/use-game-view.ts';
import { formatCode } from '../route.ts';
import { Brand } from '../ui/brand.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { useShortcuts } from '../ui/shortcuts.ts';
import { ClosedTable } from './closed-table.tsx';
import { DelayNotice, delayText } from './delay-notice.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { GameUnavailable } from './game-unavailable.tsx';
import { LoadingPage } from './page.tsx';
import { ShareButton } from './share.tsx';
import './open-table.css';

interface Props {
  connection: Connection;
  tables: () => Promise<Matchmaker>;
  onSit: (connection: Connection) => void;
  onLeave: () => void;
}

export function OpenTable({ connection, tables, onSit, onLeave }: Props) {
  useConnection(connection);
  const [open, setOpen] = useState<'rules' | 'leave'>();
  const { view, problem } = useGameView(connection.game);
  const { delayMs } = connection;
  const beginsInMs = connection.beginsInMs?.();
  const title = clientGame(connection.game)?.title ?? connection.game;
  const toRules = () => setOpen('rules');
  useShortcuts({ '?': toRules });
  const askToLeave = () =>
    connection.seat === undefined || connection.status === 'closed' ? onLeave() : setOpen('leave');

  return (
    <div class="open-table">
      <header class="table-head">
        <Brand onLeave={askToLeave} />
        <h1 class="table-head__title">
          <span class="table-head__game">{title}</span>
          <span class="table-head__code" title="The table’s code">
            {formatCode(connection.code)}
          </span>
        </h1>
        {connection.seat === undefined && (
          <span class="table-head__watching">
            <Icon name="eye" size={18} />
            <span class="table-head__word">Watching</span>
            {delayMs !== undefined && <span>{delayText(delayMs)}</span>}
          </span>
        )}
        <nav class="table-head__tools" aria-label="Table">
          <ShareButton code={connection.code} />
          <button type="button" class="icon-button" aria-label="How to play" title="How to play (?)" onClick={toRules}>
            <Icon name="help" />
          </button>
          <button
            type="button"
            class="icon-button"
            aria-label="Leave the table"
            title="Leave the table"
            onClick={askToLeave}
          >
            <Icon name="door" />
          </button>
        </nav>
      </header>
      <ConnectionBanner connection={connection} />
      {view && beginsInMs === undefined && <view.Table connection={connection} />}
      {view && delayMs !== undefined && beginsInMs !== undefined && (
        <DelayNotice delayMs={delayMs} beginsInMs={beginsInMs} />
      )}
      {problem && <GameUnavailable problem={problem} onLeave={askToLeave} />}
      {!view && !problem && <LoadingPage text="Setting the table…" />}
      {connection.departure && connection.departure.why !== 'left' && (
        <ClosedTable
          connection={connection}
          departure={connection.departure}
          tables={tables}
          onSit={onSit}
          onLeave={onLeave}
        />
      )}
      {open === 'rules' && view && (
        <Dialog title={`How to play ${title}`} onClose={() => setOpen(undefined)}>
          <view.Rules />
        </Dialog>
      )}
      {open === 'leave' && <LeaveDialog onStay={() => setOpen(undefined)} onLeave={onLeave} />}
    </div>
  );
}

function LeaveDialog({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  return (
    <Dialog title="Leave the table?" onClose={onStay}>
      <p>You give up your seat, and with it a match that is under way.</p>
      <div class="dialog__actions">
        <button type="button" class="button button--ember" onClick={onLeave}>
          Leave the table
        </button>
        <button type="button" class="button" onClick={onStay}>
          Stay
        </button>
      </div>
    </Dialog>
  );
}
