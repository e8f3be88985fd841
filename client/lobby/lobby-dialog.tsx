/** The lobby's dialogs about a game: its rules, or the options of a new table. */
import { useEffect } from 'preact/hooks';
import { clientGame } from '../games/index.ts';
import type { NewTableKind, TableChoices } from '../games/game-view.ts';
import { useGameView } from '../games/use-game-view.ts';
import { RulesDialog } from '../table/rules-dialog.tsx';
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

export function LobbyDialog(props: Props) {
  const { game, kind, onClose } = props;
  if (kind !== 'rules') return <NewTableDialog {...props} kind={kind} />;
  const { title, rules } = clientGame(game) ?? {};
  return title !== undefined && rules && <RulesDialog title={title} rules={rules} onClose={onClose} />;
}

/** Shows nothing until the game's view has loaded. */
function NewTableDialog({ game, kind, onOpen, onClose }: Props & { kind: NewTableKind }) {
  const { view, problem } = useGameView(game);
  useEffect(() => {
    if (problem === undefined) return;
    toast('The game did not load. Reload the page to try again.');
    onClose();
  }, [problem]);
  if (!view) return null;
  return (
    <Dialog title={NEW_TABLE_TITLES[kind]} onClose={onClose}>
      <view.NewTable kind={kind} onOpen={onOpen} />
    </Dialog>
  );
}
