/** The dialog over a table that has closed: why it closed, and where to go next. */
import type { Connection, Departure, LoadMatchmaker, Matchmaker } from '../connection/connection.ts';
import { canRejoin, explainDeparture } from '../connection/problems.ts';
import { loadName } from '../identity/name.ts';
import { navigate } from '../route.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useJoin } from './use-join.ts';

interface Props {
  connection: Connection;
  departure: Departure;
  loadMatchmaker: LoadMatchmaker;
  onSit: (connection: Connection) => void;
  onLeave: () => void;
}

/** Departures after which the match has a replay. */
const ENDED: ReadonlySet<Departure['why']> = new Set(['over', 'dismissed', 'failed', 'voided']);

export function ClosedTable({ connection, departure, loadMatchmaker, onSit, onLeave }: Props) {
  const { busy, join } = useJoin(loadMatchmaker, onSit, 'That did not work. Try the lobby.');
  const { code, game, matchId } = connection;
  const { why } = departure;
  const { title, text } = explainDeparture(departure);
  const name = loadName();
  const playAgain = (matchmaker: Matchmaker) =>
    canRejoin(why) ? matchmaker.join(code, { name, spectate: false }) : matchmaker.playNow(game, { name });
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
