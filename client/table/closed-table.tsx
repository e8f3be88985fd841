/** The dialog over a table that has closed: why it closed, and where to go next. */
import type { ServerTables } from '../connection/server-tables.ts';
import type { Departure } from '../connection/connection.ts';
import { canRejoin, explainDeparture } from '../connection/problems.ts';
import type { AnyTable } from '../connection/table.ts';
import { loadName } from '../identity/name.ts';
import { navigate } from '../route.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useJoin } from './use-join.ts';

interface Props {
  table: AnyTable;
  departure: Departure;
  client: ServerTables;
  onSit: (table: AnyTable) => void;
  onLeave: () => void;
}

/** Departures after which the match has a replay. */
const ENDED: ReadonlySet<Departure['why']> = new Set(['over', 'dismissed', 'failed', 'voided']);

export function ClosedTable({ table, departure, client, onSit, onLeave }: Props) {
  const { busy, join } = useJoin(onSit, 'That did not work. Try the lobby.');
  const { code, game, matchId } = table;
  const { why } = departure;
  const { title, text } = explainDeparture(departure);
  const name = loadName();
  const playAgain = () => (canRejoin(why) ? client.join(code, { name }) : client.playNow(game, { name }));
  return (
    <Dialog title={title} onClose={onLeave}>
      <p>{text}</p>
      <div class="dialog__actions">
        {why !== 'elsewhere' && (
          <Button kind="primary" disabled={busy} onClick={() => join(playAgain)}>
            {canRejoin(why) ? 'Take a seat again' : 'Find another table'}
          </Button>
        )}
        {ENDED.has(why) && (
          <Button onClick={() => navigate({ page: 'replay', match: matchId })}>Watch the replay</Button>
        )}
        <Button onClick={onLeave}>To the lobby</Button>
      </div>
    </Dialog>
  );
}
