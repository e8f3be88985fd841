/** Shows that the connection is lost or the match is paused, and for a moment that it goes on. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { AnyTable } from '../connection/table.ts';
import { Icon } from '../ui/icon.tsx';
import './connection-banner.css';

/** Shorter interruptions are not shown. */
const SHOW_AFTER_MS = 400;
const RECONNECTED_MS = 2_200;
/** Longer, since there is more to read. */
const RESTARTED_MS = 5_000;

const BANNERS = {
  lost: { icon: 'alert', text: 'Connection lost. Reconnecting…' },
  held: { icon: 'hourglass', text: 'Waiting for the others to reconnect…' },
  stalled: { icon: 'hourglass', text: 'The match is paused: the server is waiting for its disk.' },
  restarted: { icon: 'check', text: 'The server restarted. Nothing is lost.' },
  moments: { icon: 'alert', text: 'The server restarted. The last moments of this match are lost.' },
  back: { icon: 'check', text: 'You’re back.' },
} as const;

export function ConnectionBanner({ table }: { table: AnyTable }) {
  const { held, stalled, recoveries, lostMoments } = table;
  const dropped = table.status === 'dropped';
  const [shown, setShown] = useState<keyof typeof BANNERS>();
  const wasLost = useRef(false);
  const knownRecoveries = useRef(recoveries);
  const toldMoments = useRef(false);
  useEffect(() => {
    if (dropped) {
      const timer = setTimeout(() => {
        wasLost.current = true;
        setShown('lost');
      }, SHOW_AFTER_MS);
      return () => clearTimeout(timer);
    }
    if (held) {
      setShown(stalled ? 'stalled' : 'held');
      return;
    }
    const restarted = recoveries > knownRecoveries.current;
    const moments = lostMoments === true && !toldMoments.current;
    const news = moments ? 'moments' : restarted ? 'restarted' : wasLost.current ? 'back' : undefined;
    toldMoments.current = lostMoments === true;
    knownRecoveries.current = recoveries;
    wasLost.current = false;
    setShown(news);
    if (!news) return;
    const timer = setTimeout(() => setShown(undefined), news === 'back' ? RECONNECTED_MS : RESTARTED_MS);
    return () => clearTimeout(timer);
  }, [dropped, held, stalled, recoveries, lostMoments]);
  return (
    <div role="status" aria-live="assertive" class="connection-banner" data-shown={shown}>
      {shown && (
        <p key={shown}>
          <Icon name={BANNERS[shown].icon} size={18} /> {BANNERS[shown].text}
        </p>
      )}
    </div>
  );
}
