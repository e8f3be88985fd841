/** The lobby: choose a game, then find, open or join a table. */
import { pageTitle } from '../site.ts';
import { useEffect, useState } from 'preact/hooks';
import type { ServerTables } from '../connection/server-tables.ts';
import type { AnyTable } from '../connection/table.ts';
import { clientGame } from '../games/index.ts';
import { loadName, saveName } from '../identity/name.ts';
import { preparePractice } from '../practice/practice-loader.tsx';
import { navigate, pathOf, type Route } from '../route.ts';
import { useJoin } from '../table/use-join.ts';
import { Brand } from '../ui/brand.tsx';
import { Button } from '../ui/button.tsx';
import { GameChoice, loadGame, saveGame } from './game-choice.tsx';
import { KeptSeat } from './kept-seat.tsx';
import { LobbyDialog, type LobbyDialogKind } from './lobby-dialog.tsx';
import { TableChoice } from './table-choice.tsx';
import { TableList } from './table-list.tsx';
import './lobby.css';

interface Props {
  client: ServerTables;
  /** A table where the visitor has a seat. */
  seated: AnyTable | undefined;
  onSit: (table: AnyTable) => void;
  onLeave: () => void;
}

/** Lets the page load first. */
const PREPARE_PRACTICE_AFTER_MS = 2_000;

export function Lobby({ client, seated, onSit, onLeave }: Props) {
  const [name, setName] = useState(loadName);
  const [game, setGame] = useState(loadGame);
  const [dialog, setDialog] = useState<LobbyDialogKind>();
  const { busy, join } = useJoin(onSit, 'That did not work. Try again.');

  useEffect(() => void (document.title = pageTitle()), []);
  // If the server goes away, the visitor can still practise.
  useEffect(() => {
    const timer = setTimeout(() => void preparePractice(game), PREPARE_PRACTICE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [game]);

  const joinAs = (how: (player: string) => Promise<AnyTable>) => {
    saveName(name);
    join(() => how(name || 'Guest'));
  };
  const goTo = (route: Route) => {
    saveName(name);
    navigate(route);
  };
  const closeDialog = () => setDialog(undefined);
  const choose = (next: string) => {
    setGame(next);
    saveGame(next);
  };

  return (
    <div class="lobby">
      <header class="lobby__head">
        <Brand />
        {clientGame(game)?.rules && (
          <Button kind="quiet" onClick={() => setDialog('rules')}>
            How to play
          </Button>
        )}
      </header>
      <main class="lobby__main">
        <KeptSeat seated={seated} onLeave={onLeave} />
        <GameChoice game={game} onGame={choose} />
        <TableChoice
          game={game}
          name={name}
          busy={busy}
          onName={setName}
          onPlay={() => joinAs((player) => client.playNow(game, { name: player }))}
          onNewTable={setDialog}
          onPractise={() => goTo({ page: 'practice', game })}
          onCode={(code) => goTo({ page: 'table', code, watch: false })}
        />
        <TableList
          busy={busy}
          onJoin={(code) => joinAs((player) => client.join(code, { name: player }))}
          onWatch={(code) => joinAs((player) => client.watch(code, { name: player }))}
        />
      </main>
      <footer class="lobby__foot">
        <ReplayLink />
      </footer>
      {dialog !== undefined && (
        <LobbyDialog
          key={game}
          game={game}
          kind={dialog}
          onClose={closeDialog}
          onOpen={(choices) => {
            closeDialog();
            joinAs((player) => client.create(game, { name: player, private: true, options: choices }));
          }}
        />
      )}
    </div>
  );
}

function ReplayLink() {
  const route: Route = { page: 'replay', match: undefined };
  return (
    <a
      href={pathOf(route)}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        navigate(route);
      }}
    >
      Watch a replay
    </a>
  );
}
