/** A practice table: the frame around its game, and the dialogs that end it. */
import { useState } from 'preact/hooks';
import { encodeReplay } from '../../shared/runtime/host.ts';
import { explainDeparture } from '../connection/problems.ts';
import { useTable } from '../hooks/preact.ts';
import type { GameView } from '../games/game-view.ts';
import { clientGame } from '../games/index.ts';
import { deflate } from '../replay/deflate.ts';
import { keepPracticeReplay } from '../replay/practice-replay.ts';
import { navigate } from '../route.ts';
import { TableFrame } from '../table/table-frame.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { toast } from '../ui/toasts.tsx';
import type { PracticeTable } from './practice-table.ts';

interface Props {
  table: PracticeTable;
  title: string;
  view: GameView;
  onAgain: () => void;
}

export function PracticeRoom({ table, title, view, onAgain }: Props) {
  const { connection } = table;
  useTable(connection);
  const [asksToLeave, setAsksToLeave] = useState(false);
  const toLobby = () => navigate({ page: 'lobby' });
  const watch = () => void watchReplay(table);
  const { departure } = connection;
  const ended = departure && departure.why !== 'left' && !asksToLeave ? explainDeparture(departure) : undefined;

  return (
    <TableFrame
      title={title}
      badge={<span title="It ends when you leave or reload the page">Practice</span>}
      rules={clientGame(connection.game)?.rules}
      leaveLabel="End the practice"
      onLeave={() => setAsksToLeave(true)}
    >
      <view.Table table={connection} />
      {asksToLeave && (
        <Dialog title="End the practice?" onClose={() => setAsksToLeave(false)}>
          <p>This practice table exists only in this tab. You cannot come back to it.</p>
          <div class="dialog__actions">
            <Button kind="ember" onClick={toLobby}>
              To the lobby
            </Button>
            <Button onClick={watch}>Watch the replay</Button>
            <Button onClick={() => setAsksToLeave(false)}>Stay</Button>
          </div>
        </Dialog>
      )}
      {ended && (
        <Dialog title={ended.title} onClose={toLobby}>
          <p>{ended.text}</p>
          <div class="dialog__actions">
            <Button kind="primary" onClick={onAgain}>
              Practise again
            </Button>
            <Button onClick={watch}>Watch the replay</Button>
            <Button onClick={toLobby}>To the lobby</Button>
          </div>
        </Dialog>
      )}
    </TableFrame>
  );
}

/** Ends the practice and shows its replay. */
async function watchReplay(table: PracticeTable): Promise<void> {
  const { matchId } = table.connection;
  try {
    await table.connection.leave();
    keepPracticeReplay(matchId, await encodeReplay(table.recording(), deflate));
    navigate({ page: 'replay', match: matchId });
  } catch (error) {
    reportError(error);
    toast('The replay of this match could not be made.');
  }
}
