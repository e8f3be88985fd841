/** The practice page: the options, then a practice table. */
import { pageTitle } from '../site.ts';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { GameView, TableChoices } from '../games/game-view.ts';
import { NameField } from '../identity/name-field.tsx';
import { loadName, saveName } from '../identity/name.ts';
import { navigate } from '../route.ts';
import { Page } from '../table/page.tsx';
import { Brand } from '../ui/brand.tsx';
import { Button } from '../ui/button.tsx';
import { toast } from '../ui/toasts.tsx';
import { openPractice, type PracticeGame } from './open-practice.ts';
import { PracticeRoom } from './practice-room.tsx';
import type { PracticeTable } from './practice-table.ts';
import './practice.css';

export interface PracticePageProps {
  /** The game's name, for people. */
  readonly title: string;
  readonly view: GameView;
  readonly code: PracticeGame;
}

export function PracticePage({ title, view, code }: PracticePageProps) {
  const [name, setName] = useState(loadName);
  const [table, setTable] = useState<PracticeTable>();
  const unmounted = useRef(false);
  useEffect(() => () => void (unmounted.current = true), []);
  // Leaving the page leaves the table.
  useEffect(() => table && (() => void table.connection.leave()), [table]);
  useEffect(() => {
    if (table === undefined) document.title = pageTitle(title, 'Practice');
  });

  const open = async (choices: TableChoices): Promise<void> => {
    saveName(name);
    try {
      const opened = await openPractice(code, name || 'Guest', choices);
      if (unmounted.current) void opened.connection.leave();
      else setTable(opened);
    } catch (error) {
      reportError(error);
      toast('That did not work. Try other choices.');
    }
  };

  if (table !== undefined) {
    return (
      <PracticeRoom
        key={table.connection.matchId}
        table={table}
        title={title}
        view={view}
        onAgain={() => setTable(undefined)}
      />
    );
  }
  return (
    <Page>
      <Brand />
      <h1>Practise {title}</h1>
      <p>You against bots, without a connection. The match runs in this page: it ends when you leave or reload.</p>
      <div class="practice__choices">
        <NameField name={name} onName={setName} />
        <view.NewTable kind="bots" onOpen={(choices) => void open(choices)} />
      </div>
      <Button kind="quiet" onClick={() => navigate({ page: 'lobby' })}>
        To the lobby
      </Button>
    </Page>
  );
}
