/** In place of a replay that is not there: its match may still go on, so this looks again by itself for a while. */
import { useEffect, useState } from 'preact/hooks';
import { navigate, formatCode } from '../route.ts';
import { Page } from '../table/page.tsx';
import { Brand } from '../ui/brand.tsx';
import { Button } from '../ui/button.tsx';

interface RetryDelay {
  readonly ms: number;
  /** All waits before this one. */
  readonly waitedMs: number;
}

/** Each wait is longer than the last, and after the last only a click looks again. */
const FIRST: RetryDelay = { ms: 5_000, waitedMs: 0 };
const GROWTH = 1.5;
const LONGEST_MS = 60_000;
const GIVE_UP_AFTER_MS = 600_000;

interface Props {
  match: string;
  onLook: () => void;
}

export function ReplayPending({ match, onLook }: Props) {
  const [wait, setWait] = useState(FIRST);
  const code = match.slice(0, match.indexOf('-'));
  const looking = wait.waitedMs < GIVE_UP_AFTER_MS;
  useEffect(() => {
    if (!looking) return;
    const timer = setTimeout(() => {
      onLook();
      setWait({ ms: Math.min(wait.ms * GROWTH, LONGEST_MS), waitedMs: wait.waitedMs + wait.ms });
    }, wait.ms);
    return () => clearTimeout(timer);
  }, [wait]);
  const lookAgain = () => {
    onLook();
    setWait(FIRST);
  };
  return (
    <Page>
      {looking && <span class="page__lamp" aria-hidden="true" />}
      <h1>There is no replay yet</h1>
      <p>
        If the match still goes on, its replay is here as soon as everybody has left table {formatCode(code)}. Or it was
        too long ago, or there never was one.
      </p>
      <p role="status">{looking ? 'This page keeps looking.' : 'This page has stopped looking.'}</p>
      <div class="page__actions">
        {!looking && (
          <Button kind="primary" onClick={lookAgain}>
            Look again
          </Button>
        )}
        <Button onClick={() => navigate({ page: 'table', code, watch: true })}>Watch the table</Button>
        <Button onClick={() => navigate({ page: 'lobby' })}>To the lobby</Button>
      </div>
      <Brand />
    </Page>
  );
}
