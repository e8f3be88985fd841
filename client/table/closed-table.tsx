/** Over a table that has closed: why, and the ways on. */
import { useState } from 'preact/hooks';
import { JoinFailure, type Connection, type Departure, type Matchmaker } from '../connection/connection.ts';
import { explainDeparture, canRejoin } from '../connection/problems.ts';
import { loadName } from '../identity/name.ts';
import { navigate } from '../route.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { toast } from '../ui/toasts.tsx';

interface Props {
  connection: Connection;
  departure: Departure;
  tables: () => Promise<Matchmaker>;
  onSit: (connection: Connection) => void;
  onLeave: () => void;
}

/** Then the match is over for all, and has a replay. */
const ENDED: ReadonlySet<Departure['why']> = new Set(['over', 'dismissed', 'failed', 'voided']);

export function ClosedTable({ connection, departure, tables, onSit, onLeave }: Props) {
  const [busy, setBusy] = useState(false);
  const { title, text } = explainDeparture(departure);
  const name = loadName();
  const go = async (way: (tables: Matchmaker) => Promise<Connection>) => {
    setBusy(true);
    try {
      onSit(await way(await tables()));
    } catch (error) {
      toast(error instanceof JoinFailure ? error.message : 'That did not work. Try the lobby.');
      setBusy(false);
    }
  };
  return (
    <Dialog title={title} onClose={onLeave}>
      <p>{text}</p>
      <div class="dialog__actions">
        {canRejoin(departure.why) && (
          <Button
            kind="primary"
            disabled={busy}
            onClick={() => void go((house) => house.join(connection.code, { name, spectate: false }))}
          >
            Sit down again
          </Button>
        )}
        {!canRejoin(departure.why) && departure.why !== 'elsewhere' && (
          <Button
            kind="primary"
            disabled={busy}
            onClick={() => void go((house) => house.playNow(connection.game, { name }))}
          >
            Find another table
          </Button>
        )}
        {ENDED.has(departure.why) && (
          <Button onClick={() => navigate({ page: 'replay', match: connection.matchId })}>Watch the replay</Button>
        )}
        <Button onClick={onLeave}>To the lobby</Button>
      </div>
    </Dialog>
  );
}
