/** A table's page: its door for those who come by link, then the game, and what is left when it closes. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { JoinFailure, type Connection, type Tables } from '../connection/connection.ts';
import { joinProblemTitle, maySitAgain } from '../connection/problems.ts';
import { navigate } from '../route.ts';
import { Button } from '../ui/button.tsx';
import { Brand } from '../ui/brand.tsx';
import { Door } from './door.tsx';
import { OpenTable } from './open-table.tsx';
import { Page, Waiting } from './page.tsx';

interface Props {
  code: string;
  watch: boolean;
  tables: () => Promise<Tables>;
  connection: Connection | undefined;
  onSit: (connection: Connection) => void;
  onLeave: () => void;
}

type Arrival = { step: 'looking' } | { step: 'door' } | { step: 'joining' } | { step: 'failed'; failure: JoinFailure };

export function TablePage(props: Props) {
  if (props.connection) return <OpenTable {...props} connection={props.connection} />;
  return <Arriving {...props} />;
}

function Arriving({ code, watch, tables, onSit }: Props) {
  const [arrival, setArrival] = useState<Arrival>({ step: watch ? 'joining' : 'looking' });
  const gone = useRef(false);
  useEffect(() => () => void (gone.current = true), []);

  /** Runs one way of getting in; a page that was left meanwhile gives the seat back. */
  const enter = async (way: (tables: Tables) => Promise<Connection | undefined>) => {
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
      return <Waiting text="Looking for your seat…" />;
    case 'joining':
      return <Waiting text="Pulling up a chair…" />;
    case 'door':
      return <Door code={code} onJoin={join} />;
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
            {problem !== undefined && maySitAgain(problem) && (
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
