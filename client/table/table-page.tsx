/** A table's page: its door for those who come by link, then the game, and what is left when it closes. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { JoinFailure, type Connection, type Matchmaker } from '../connection/connection.ts';
import { joinProblemTitle, canRejoin } from '../connection/problems.ts';
import { navigate } from '../route.ts';
import { Button } from '../ui/button.tsx';
import { Brand } from '../ui/brand.tsx';
import { JoinForm } from './join-form.tsx';
import { OpenTable } from './open-table.tsx';
import { Page, LoadingPage } from './page.tsx';

interface Props {
  code: string;
  watch: boolean;
  tables: () => Promise<Matchmaker>;
  connection: Connection | undefined;
  onSit: (connection: Connection) => void;
  onLeave: () => void;
}

type JoinState =
  | { step: 'looking' }
  | { step: 'door' }
  | { step: 'joining' }
  | { step: 'failed'; failure: JoinFailure };

export function TablePage(props: Props) {
  if (props.connection) return <OpenTable {...props} connection={props.connection} />;
  return <Joining {...props} />;
}

function Joining({ code, watch, tables, onSit }: Props) {
  const [arrival, setArrival] = useState<JoinState>({ step: watch ? 'joining' : 'looking' });
  const gone = useRef(false);
  useEffect(() => () => void (gone.current = true), []);

  /** Runs one way of getting in; a page that was left meanwhile gives the seat back. */
  const enter = async (way: (tables: Matchmaker) => Promise<Connection | undefined>) => {
    try {
      const connection = await way(await tables());
      if (gone.current) return void connection?.leave();
      if (connection) onSit(connection);
      else setArrival({ step: 'door' });
    } catch (error) {
      const failure = error instanceof JoinFailure ? error : new JoinFailure('unreachable', String(error));
      if (!gone.current) setArrival({ step: 'failed', failure });
    }
  };
  const join = (name: string, spectate: boolean) => {
    setArrival({ step: 'joining' });
    void enter((house) => house.join(code, { name, spectate }));
  };
  const look = () => {
    setArrival({ step: 'looking' });
    void enter((house) => house.returnTo(code));
  };
  const arrive = () => (watch ? join('Guest', true) : look());
  useEffect(arrive, [code]);

  const problem = arrival.step === 'failed' ? arrival.failure.problem : undefined;
  switch (arrival.step) {
    case 'looking':
      return <LoadingPage text="Looking for your seat…" />;
    case 'joining':
      return <LoadingPage text="Pulling up a chair…" />;
    case 'door':
      return <JoinForm code={code} onJoin={join} />;
    case 'failed':
      return (
        <Page>
          <h1>{joinProblemTitle(arrival.failure.problem)}</h1>
          <p>{arrival.failure.message}</p>
          <div class="page__actions">
            {problem === 'unreachable' && (
              <Button kind="primary" onClick={arrive}>
                Try again
              </Button>
            )}
            {problem === 'full' && (
              <Button kind="primary" onClick={() => join('Guest', true)}>
                Watch instead
              </Button>
            )}
            {problem !== undefined && canRejoin(problem) && (
              <Button kind="primary" onClick={() => setArrival({ step: 'door' })}>
                Sit down again
              </Button>
            )}
            {arrival.failure.endedMatch !== undefined && (
              <Button onClick={() => navigate({ page: 'replay', match: arrival.failure.endedMatch })}>
                Watch the replay
              </Button>
            )}
            <Button onClick={() => navigate({ page: 'lobby' })}>To the lobby</Button>
          </div>
          <Brand />
        </Page>
      );
  }
}
