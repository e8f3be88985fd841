/** The frame around a game that this page plays by itself. */
import { useState } from 'preact/hooks';
import { encodeReplay } from '../../shared/runtime/host.ts';
import { explainDeparture } from '../connection/problems.ts';
import { useConnection } from '../connection/use-connection.ts';
import type { GameView } from '../games/game-view.ts';
import { deflate } from '../replay/deflate.ts';
import { keepPracticeReplay } from '../replay/practice-replay.ts';
import { navigate } from '../route.ts';
import { Brand } from '../ui/brand.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { useShortcuts } from '../ui/shortcuts.ts';
import { toast } from '../ui/toasts.tsx';
import type { PracticeTable } from './practice-table.ts';
import '../table/open-table.css';

interface Props {
  table: PracticeTable;
  title: string;
  view: GameView;
  onAgain: () => void;
}

export function PracticeRoom({ table, title, view, onAgain }: Props) {
  const { connection } = table;
  useConnection(connection);
  const [open, setOpen] = useState<'rules' | 'leave'>();
  const close = () => setOpen(undefined);
  const toRules = () => setOpen('rules');
  const toLeave = () => setOpen('leave');
  const toLobby = () => navigate({ page: 'lobby' });
  useShortcuts({ '?': toRules });
  const { departure } = connection;
  const watch = () => void watchAgain(table);

  return (
    <div class="open-table">
      <header class="table-head">
        <Brand onLeave={toLeave} />
        <h1 class="table-head__title">
          <span class="table-head__game">{title}</span>
        </h1>
        <span class="table-head__watching" title="It ends when you leave, or load the page again">
          Practice
        </span>
        <nav class="table-head__tools" aria-label="Table">
          <button type="button" class="icon-button" aria-label="How to play" title="How to play (?)" onClick={toRules}>
            <Icon name="help" />
          </button>
          <button
            type="button"
            class="icon-button"
            aria-label="End the practice"
            title="End the practice"
            onClick={toLeave}
          >
            <Icon name="door" />
          </button>
        </nav>
      </header>
      <view.Table connection={connection} />
      {open === 'rules' && (
        <Dialog title={`How to play ${title}`} onClose={close}>
          <view.Rules />
        </Dialog>
      )}
      {open === 'leave' && (
        <Dialog title="End the practice?" onClose={close}>
          <p>This table is kept by this page alone: nobody can come back to it.</p>
          <div class="dialog__actions">
            <Button kind="ember" onClick={toLobby}>
              To the lobby
            </Button>
            <Button onClick={watch}>Watch it again</Button>
            <Button onClick={close}>Stay</Button>
          </div>
        </Dialog>
      )}
      {departure && departure.why !== 'left' && open === undefined && (
        <Dialog title={explainDeparture(departure).title} onClose={toLobby}>
          <p>{explainDeparture(departure).text}</p>
          <div class="dialog__actions">
            <Button kind="primary" onClick={onAgain}>
              Practise again
            </Button>
            <Button onClick={watch}>Watch it again</Button>
            <Button onClick={toLobby}>To the lobby</Button>
          </div>
        </Dialog>
      )}
    </div>
  );
}

/** Ends the practice, and shows it as a replay. */
async function watchAgain(table: PracticeTable): Promise<void> {
  const { matchId } = table.connection;
  try {
    await table.connection.leave();
    keepPracticeReplay(matchId, await encodeReplay(table.recording(), deflate));
    navigate({ page: 'replay', match: matchId });
  } catch (error) {
    reportError(error);
    toast('This match cannot be watched again.');
  }
}
