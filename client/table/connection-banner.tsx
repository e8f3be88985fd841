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
  stalled: 'The server has to wait for its disk. The clock stands still.',
  restarted: 'The server restarted. Nothing is lost.',
  moments: 'The server restarted, and lost the last moments of this match.',
  back: 'You’re back.',
} as const;

const ICONS = {
  lost: 'alert',
  held: 'hourglass',
  stalled: 'hourglass',
  restarted: 'check',
  moments: 'alert',
  back: 'check',
} as const;

/** Tells that the line is lost, that the clock waits for the others, and for a moment that all is well again. */
export function ConnectionBanner({ connection }: { connection: Connection }) {
  const { held, stalled, recoveries, lostMoments } = connection;
  const dropped = connection.status === 'dropped';
  const [shown, setShown] = useState<keyof typeof WORDS>();
  const lost = useRef(false);
  const known = useRef(recoveries);
  const toldMoments = useRef(false);
  useEffect(() => {
    if (dropped) {
      const patience = setTimeout(() => {
        lost.current = true;
        setShown('lost');
      }, PATIENCE_MS);
      return () => clearTimeout(patience);
    }
    if (held) {
      setShown(stalled ? 'stalled' : 'held');
      return;
    }
    const restarted = recoveries > known.current;
    const moments = lostMoments === true && !toldMoments.current;
    const news = moments ? 'moments' : restarted ? 'restarted' : lost.current ? 'back' : undefined;
    toldMoments.current = lostMoments === true;
    known.current = recoveries;
    lost.current = false;
    setShown(news);
    if (!news) return;
    const last = setTimeout(() => setShown(undefined), news === 'back' ? WELCOME_BACK_MS : RESTARTED_MS);
    return () => clearTimeout(last);
  }, [dropped, held, stalled, recoveries, lostMoments]);
  return (
    <div role="status" aria-live="assertive" class="line-banner" data-shown={shown}>
      {shown && (
        <p key={shown}>
          <Icon name={ICONS[shown]} size={18} /> {WORDS[shown]}
        </p>
      )}
    </div>
  );
}
