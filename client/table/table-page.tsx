/** The page of a table: back to a seat held here, the form to join, then the table itself. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ServerTables } from '../connection/server-tables.ts';
import { JoinFailure } from '../connection/connection.ts';
import { canRejoin, joinProblemTitle } from '../connection/problems.ts';
import type { AnyTable } from '../connection/table.ts';
import { navigate } from '../route.ts';
import { Brand } from '../ui/brand.tsx';
import { Button } from '../ui/button.tsx';
import { JoinForm } from './join-form.tsx';
import { OpenTable } from './open-table.tsx';
import { LoadingPage, Page } from './page.tsx';

interface Props {
  code: string;
  watch: boolean;
  client: ServerTables;
  table: AnyTable | undefined;
  onSit: (table: AnyTable) => void;
  onLeave: () => void;
}

type JoinState =
  | { step: 'returning' }
  | { step: 'form' }
  | { step: 'joining' }
  | { step: 'failed'; failure: JoinFailure };

export function TablePage(props: Props) {
  if (props.table) return <OpenTable {...props} table={props.table} />;
  return <Joining {...props} />;
}

function Joining({ code, watch, client, onSit }: Props) {
  const [state, setState] = useState<JoinState>({ step: watch ? 'joining' : 'returning' });
  const unmounted = useRef(false);
  useEffect(() => () => void (unmounted.current = true), []);

  /** Gives the seat back if the visitor has left the page meanwhile. */
  const enter = async (how: () => Promise<AnyTable | undefined>) => {
    try {
      const table = await how();
      if (unmounted.current) return void table?.leave();
      if (table) onSit(table);
      else setState({ step: 'form' });
    } catch (error) {
      const failure = error instanceof JoinFailure ? error : new JoinFailure('unreachable', String(error));
      if (!unmounted.current) setState({ step: 'failed', failure });
    }
  };
  const join = (name: string, spectate: boolean) => {
    setState({ step: 'joining' });
    void enter(() => (spectate ? client.watch(code, { name }) : client.join(code, { name })));
  };
  const returnToSeat = () => {
    setState({ step: 'returning' });
    void enter(() => client.returnTo(code));
  };
  const start = () => (watch ? join('Guest', true) : returnToSeat());
  useEffect(start, [code]);

  switch (state.step) {
    case 'returning':
      return <LoadingPage text="Looking for your seat…" />;
    case 'joining':
      return <LoadingPage text="Joining the table…" />;
    case 'form':
      return <JoinForm code={code} onJoin={join} />;
    case 'failed':
      return (
        <JoinFailed
          failure={state.failure}
          onRetry={start}
          onWatch={() => join('Guest', true)}
          onRejoin={() => setState({ step: 'form' })}
        />
      );
  }
}

function JoinFailed(props: { failure: JoinFailure; onRetry: () => void; onWatch: () => void; onRejoin: () => void }) {
  const { problem, message, endedMatch } = props.failure;
  return (
    <Page>
      <h1>{joinProblemTitle(problem)}</h1>
      <p>{message}</p>
      <div class="page__actions">
        {problem === 'unreachable' && (
          <Button kind="primary" onClick={props.onRetry}>
            Try again
          </Button>
        )}
        {problem === 'full' && (
          <Button kind="primary" onClick={props.onWatch}>
            Watch instead
          </Button>
        )}
        {canRejoin(problem) && (
          <Button kind="primary" onClick={props.onRejoin}>
            Take a seat again
          </Button>
        )}
        {endedMatch !== undefined && (
          <Button onClick={() => navigate({ page: 'replay', match: endedMatch })}>Watch the replay</Button>
        )}
        <Button onClick={() => navigate({ page: 'lobby' })}>To the lobby</Button>
      </div>
      <Brand />
    </Page>
  );
}
