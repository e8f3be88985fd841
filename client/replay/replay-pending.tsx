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
const FIRST_DELAY: RetryDelay = { ms: 5_000, waitedMs: 0 };
const GROWTH = 1.5;
const MAX_DELAY_MS = 60_000;
const GIVE_UP_AFTER_MS = 600_000;

interface Props {
  match: string;
  onRetry: () => void;
}

export function ReplayPending({ match, onRetry }: Props) {
  const [delay, setDelay] = useState(FIRST_DELAY);
  const code = match.slice(0, match.indexOf('-'));
  const retrying = delay.waitedMs < GIVE_UP_AFTER_MS;
  useEffect(() => {
    if (!retrying) return;
    const timer = setTimeout(() => {
      onRetry();
      setDelay({ ms: Math.min(delay.ms * GROWTH, MAX_DELAY_MS), waitedMs: delay.waitedMs + delay.ms });
    }, delay.ms);
    return () => clearTimeout(timer);
  }, [delay]);
  const retry = () => {
    onRetry();
    setDelay(FIRST_DELAY);
  };
  return (
    <Page>
      {retrying && <span class="page__lamp" aria-hidden="true" />}
      <h1>No replay yet</h1>
      <p>
        If the match is still running, its replay appears here when everybody has left table {formatCode(code)}. If not,
        the replay was deleted, or the link is wrong.
      </p>
      <p role="status">{retrying ? 'Checking again from time to time…' : 'No longer checking.'}</p>
      <div class="page__actions">
        {!retrying && (
          <Button kind="primary" onClick={retry}>
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
