/** The lobby: every way to a table. */
import { useEffect, useState } from 'preact/hooks';
import { JoinFailure, type Connection, type Tables } from '../connection/connection.ts';
import { gameEntry, HOUSE_GAME } from '../games/index.ts';
import type { GameView, NewTableKind } from '../games/game-view.ts';
import { NameField } from '../identity/name-field.tsx';
import { loadName, saveName } from '../identity/name.ts';
import { navigate } from '../route.ts';
import { Brand } from '../ui/brand.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { toast } from '../ui/toasts.tsx';
import { JoinByCode } from './join-by-code.tsx';
import { KeptSeat } from './kept-seat.tsx';
import { TableList } from './table-list.tsx';
import { Vignette } from './vignette.tsx';
import './lobby.css';

interface Props {
  tables: () => Promise<Tables>;
  /** A table the visitor still sits at. */
  seated: Connection | undefined;
  onSit: (connection: Connection) => void;
  onLeave: () => void;
}

const OPENS: Record<NewTableKind, string> = { bots: 'Play with bots', private: 'A table for friends' };

export function Lobby({ tables, seated, onSit, onLeave }: Props) {
  const [name, setName] = useState(loadName);
  const [busy, setBusy] = useState(false);
  const [opening, setOpening] = useState<NewTableKind | 'rules'>();
  const view = useLoaded(opening !== undefined);
  const player = name || 'Guest';

  useEffect(() => void (document.title = 'Greenroom'), []);

  const go = async (way: (tables: Tables) => Promise<Connection>) => {
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
        <div class="lobby__hero">
          <section class="lobby__pitch">
            <p class="lobby__kicker">Tonight at the table</p>
            <h1>Liar’s Dice</h1>
            <p class="lobby__lead">
              Five dice, one cup, a straight face. Bid on what lies under every cup, and call out the liars.
            </p>
            <div class="lobby__start">
              <NameField name={name} onName={setName} />
              <Button
                kind="primary"
                class="button--large lobby__play"
                disabled={busy}
                onClick={() => void go((house) => house.playNow(HOUSE_GAME, { name: player }))}
              >
                Play now
              </Button>
              <Button disabled={busy} onClick={() => setOpening('bots')}>
                Play with bots
              </Button>
              <Button disabled={busy} onClick={() => setOpening('private')}>
                Private table
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
          <Vignette />
        </div>
        <TableList
          busy={busy}
          onJoin={(code) => void go((house) => house.join(code, { name: player, spectate: false }))}
          onWatch={(code) => void go((house) => house.join(code, { name: player, spectate: true }))}
        />
      </main>
      {opening === 'rules' && view && (
        <Dialog title="How to play Liar’s Dice" onClose={close}>
          <view.Rules />
        </Dialog>
      )}
      {opening !== undefined && opening !== 'rules' && view && (
        <Dialog title={OPENS[opening]} onClose={close}>
          <view.NewTable
            kind={opening}
            onOpen={(choices) => {
              close();
              void go((house) => house.create(HOUSE_GAME, { ...choices, name: player, private: true }));
            }}
          />
        </Dialog>
      )}
    </div>
  );
}

/** The house game's view, loaded at the first need. */
function useLoaded(wanted: boolean): GameView | undefined {
  const [view, setView] = useState<GameView>();
  useEffect(() => {
    if (!wanted || view) return;
    gameEntry(HOUSE_GAME)
      ?.load()
      .then(setView, () => toast('The game did not load. Reload the page to try again.'));
  }, [wanted, view]);
  return view;
}
