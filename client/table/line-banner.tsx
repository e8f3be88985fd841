import { useEffect, useRef, useState } from 'preact/hooks';
import type { Connection } from '../connection/connection.ts';
import { Icon } from '../ui/icon.tsx';
import './line-banner.css';

/** Blips shorter than this heal unseen. */
const PATIENCE_MS = 400;
const WELCOME_BACK_MS = 2_200;
/** There is more to read. */
const RESTARTED_MS = 5_000;

const WORDS = {
  lost: 'Connection lost. Trying to get back…',
  held: 'Waiting for the others to come back…',
  restarted: 'The server restarted. Nothing is lost.',
  back: 'You’re back.',
} as const;

/** Tells that the line is lost, that the clock waits for the others, and for a moment that all is well again. */
export function LineBanner({ connection }: { connection: Connection }) {
  const { held, recoveries } = connection;
  const dropped = connection.status === 'dropped';
  const [shown, setShown] = useState<keyof typeof WORDS>();
  const lost = useRef(false);
  const known = useRef(recoveries);
  useEffect(() => {
    if (dropped) {
      const patience = setTimeout(() => {
        lost.current = true;
        setShown('lost');
      }, PATIENCE_MS);
      return () => clearTimeout(patience);
    }
    if (held) {
      setShown('held');
      return;
    }
    const restarted = recoveries > known.current;
    const news = restarted ? 'restarted' : lost.current ? 'back' : undefined;
    known.current = recoveries;
    lost.current = false;
    setShown(news);
    if (!news) return;
    const last = setTimeout(() => setShown(undefined), restarted ? RESTARTED_MS : WELCOME_BACK_MS);
    return () => clearTimeout(last);
  }, [dropped, held, recoveries]);
  return (
    <div role="status" aria-live="assertive" class="line-banner" data-shown={shown}>
      {shown && (
        <p key={shown}>
          <Icon name={shown === 'lost' ? 'alert' : shown === 'held' ? 'hourglass' : 'check'} size={18} /> {WORDS[shown]}
        </p>
      )}
    </div>
  );
}
