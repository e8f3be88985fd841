/** The lobby's dialogs about a game: its rules, or the options of a new table. */
import { useEffect } from 'preact/hooks';
import { clientGame } from '../games/index.ts';
import type { NewTableKind, TableChoices } from '../games/game-view.ts';
import { useGameView } from '../games/use-game-view.ts';
import { Dialog } from '../ui/dialog.tsx';
import { toast } from '../ui/toasts.tsx';

export type LobbyDialogKind = NewTableKind | 'rules';

const NEW_TABLE_TITLES: Record<NewTableKind, string> = { bots: 'Play with bots', private: 'A table for friends' };

interface Props {
  game: string;
  kind: LobbyDialogKind;
  onOpen: (choices: TableChoices) => void;
  onClose: () => void;
}

/** Shows nothing until the game's view has loaded. */
export function LobbyDialog({ game, kind, onOpen, onClose }: Props) {
  const { view, problem } = useGameView(game);
  useEffect(() => {
    if (problem === undefined) return;
    toast('The game did not load. Reload the page to try again.');
    onClose();
  }, [problem]);
  if (!view) return null;
  if (kind === 'rules') {
    return (
      <Dialog title={`How to play ${clientGame(game)?.title}`} onClose={onClose}>
        <view.Rules />
      </Dialog>
    );
  }
  return (
    <Dialog title={NEW_TABLE_TITLES[kind]} onClose={onClose}>
      <view.NewTable kind={kind} onOpen={onOpen} />
    </Dialog>
  );
}
