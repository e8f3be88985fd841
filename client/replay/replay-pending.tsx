/** Shown while a replay does not exist yet: the match may still be running, so this asks again for a while. */
import { useEffect, useState } from 'preact/hooks';
import { navigate, formatCode } from '../route.ts';
import { Page } from '../table/page.tsx';
import { Brand } from '../ui/brand.tsx';
import { Button } from '../ui/button.tsx';

interface RetryDelay {
  readonly ms: number;
  /** The sum of the delays before this one. */
  readonly waitedMs: number;
}

/** The delays grow. After the last one only a click asks again. */
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
      <h1>No replay yet</h1>
      <p>
        If the match is still running, its replay appears here when everybody has left table {formatCode(code)}. Old
        replays are deleted, and the link may be wrong.
      </p>
      <p role="status">{looking ? 'Checking again from time to time…' : 'No longer checking.'}</p>
      <div class="page__actions">
        {!looking && (
          <Button kind="primary" onClick={lookAgain}>
            Check again
          </Button>
        )}
        <Button onClick={() => navigate({ page: 'table', code, watch: true })}>Watch the table</Button>
        <Button onClick={() => navigate({ page: 'lobby' })}>To the lobby</Button>
      </div>
      <Brand />
    </Page>
  );
}
