/** The lobby: every way to a table. */
import { useEffect, useState } from 'preact/hooks';
import { JoinFailure, type Connection, type Matchmaker } from '../connection/connection.ts';
import { clientGame } from '../games/index.ts';
import type { GameView, NewTableKind } from '../games/game-view.ts';
import { NameField } from '../identity/name-field.tsx';
import { loadName, saveName } from '../identity/name.ts';
import { preparePractice } from '../practice/practice-loader.tsx';
import { navigate, pathOf } from '../route.ts';
import { Brand } from '../ui/brand.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { toast } from '../ui/toasts.tsx';
import { ArenaVignette } from './arena-vignette.tsx';
import { GameChoice, loadGame, saveGame } from './game-choice.tsx';
import { JoinByCode } from './join-by-code.tsx';
import { KeptSeat } from './kept-seat.tsx';
import { TableList } from './table-list.tsx';
import { Vignette } from './vignette.tsx';
import './lobby.css';

interface Props {
  tables: () => Promise<Matchmaker>;
  /** A table the visitor still sits at. */
  seated: Connection | undefined;
  onSit: (connection: Connection) => void;
  onLeave: () => void;
}

/** Until then the page has enough to load. */
const PREPARES_AFTER_MS = 2_000;

const OPENS: Record<NewTableKind, string> = { bots: 'Play with bots', private: 'A table for friends' };

export function Lobby({ tables, seated, onSit, onLeave }: Props) {
  const [name, setName] = useState(loadName);
  const [busy, setBusy] = useState(false);
  const [opening, setOpening] = useState<NewTableKind | 'rules'>();
  const [game, setGame] = useState(loadGame);
  const view = useLoaded(game, opening !== undefined);
  const entry = clientGame(game);
  const player = name || 'Guest';

  useEffect(() => void (document.title = 'Greenroom'), []);
  // Should the server go away, there is still something to play.
  useEffect(() => {
    const timer = setTimeout(() => void preparePractice(game), PREPARES_AFTER_MS);
    return () => clearTimeout(timer);
  }, [game]);

  const go = async (way: (tables: Matchmaker) => Promise<Connection>) => {
    saveName(name);
    setBusy(true);
    try {
      onSit(await way(await tables()));
    } catch (error) {
      toast(error instanceof JoinFailure ? error.message : 'That did not work. Try again.');
      setBusy(false);
    }
  };
  const close = () => setOpening(undefined);
  const practise = () => {
    saveName(name);
    navigate({ page: 'practice', game });
  };

  return (
    <div class="lobby">
      <header class="lobby__head">
        <Brand />
        <Button kind="quiet" onClick={() => setOpening('rules')}>
          How to play
        </Button>
      </header>
      <main class="lobby__main">
        <KeptSeat seated={seated} onLeave={onLeave} />
        <GameChoice
          game={game}
          onGame={(next) => {
            setGame(next);
            saveGame(next);
          }}
        />
        <div class="lobby__hero" data-game={game}>
          <section class="lobby__pitch">
            <p class="lobby__kicker">{entry?.kicker}</p>
            <h1>{entry?.title}</h1>
            <p class="lobby__lead">{entry?.lead}</p>
            <div class="lobby__start">
              <NameField name={name} onName={setName} />
              <Button
                kind="primary"
                class="button--large lobby__play"
                disabled={busy}
                onClick={() => void go((house) => house.playNow(game, { name: player }))}
              >
                Play now
              </Button>
              <Button disabled={busy} onClick={() => setOpening('bots')}>
                Play with bots
              </Button>
              <Button disabled={busy} onClick={() => setOpening('private')}>
                Private table
              </Button>
              <Button kind="quiet" class="lobby__practise" onClick={practise}>
                Practise offline
              </Button>
            </div>
            <JoinByCode
              busy={busy}
              onJoin={(code) => {
                saveName(name);
                navigate({ page: 'table', code, watch: false });
              }}
            />
          </section>
          {game === 'arena' ? <ArenaVignette /> : <Vignette />}
        </div>
        <TableList
          busy={busy}
          onJoin={(code) => void go((house) => house.join(code, { name: player, spectate: false }))}
          onWatch={(code) => void go((house) => house.join(code, { name: player, spectate: true }))}
        />
      </main>
      <footer class="lobby__foot">
        <a
          href={pathOf({ page: 'replay', match: undefined })}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            navigate({ page: 'replay', match: undefined });
          }}
        >
          Watch a match again
        </a>
      </footer>
      {opening === 'rules' && view && (
        <Dialog title={`How to play ${entry?.title}`} onClose={close}>
          <view.Rules />
        </Dialog>
      )}
      {opening !== undefined && opening !== 'rules' && view && (
        <Dialog title={OPENS[opening]} onClose={close}>
          <view.NewTable
            kind={opening}
            onOpen={(choices) => {
              close();
              void go((house) => house.create(game, { ...choices, name: player, private: true }));
            }}
          />
        </Dialog>
      )}
    </div>
  );
}

/** The chosen game's view, loaded at the first need. */
function useLoaded(game: string, wanted: boolean): GameView | undefined {
  const [loaded, setLoaded] = useState<{ game: string; view: GameView }>();
  const view = loaded?.game === game ? loaded.view : undefined;
  useEffect(() => {
    if (!wanted || view) return;
    clientGame(game)
      ?.view()
      .then(
        (next) => setLoaded({ game, view: next }),
        () => toast('The game did not load. Reload the page to try again.'),
      );
  }, [game, wanted, view]);
  return view;
}
