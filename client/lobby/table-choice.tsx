/** The chosen game, and the ways to a table of it. */
import { clientGame } from '../games/index.ts';
import type { NewTableKind } from '../games/game-view.ts';
import { NameField } from '../identity/name-field.tsx';
import { Button } from '../ui/button.tsx';
import { JoinByCode } from './join-by-code.tsx';

interface Props {
  game: string;
  name: string;
  busy: boolean;
  onName: (name: string) => void;
  onPlay: () => void;
  onNewTable: (kind: NewTableKind) => void;
  onPractise: () => void;
  onCode: (code: string) => void;
}

export function TableChoice(props: Props) {
  const { game, name, busy, onName, onPlay, onNewTable, onPractise, onCode } = props;
  const entry = clientGame(game);
  return (
    <div class="lobby__hero" data-game={game}>
      <section class="lobby__pitch">
        <p class="lobby__kicker">{entry?.kicker}</p>
        <h1>{entry?.title}</h1>
        <p class="lobby__lead">{entry?.lead}</p>
        <div class="lobby__start">
          <NameField name={name} onName={onName} />
          <Button kind="primary" class="button--large lobby__play" disabled={busy} onClick={onPlay}>
            Play now
          </Button>
          <Button disabled={busy} onClick={() => onNewTable('bots')}>
            Play with bots
          </Button>
          <Button disabled={busy} onClick={() => onNewTable('private')}>
            Private table
          </Button>
          <Button kind="quiet" class="lobby__practise" onClick={onPractise}>
            Practise offline
          </Button>
        </div>
        <JoinByCode busy={busy} onJoin={onCode} />
      </section>
      <div class="lobby__vignette">{entry && <entry.Vignette />}</div>
    </div>
  );
}
