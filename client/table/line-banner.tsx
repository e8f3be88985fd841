import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../ui/icon.tsx';
import './line-banner.css';

/** Blips shorter than this heal unseen. */
const PATIENCE_MS = 400;
const WELCOME_BACK_MS = 2_200;

/** Tells that the line is lost, and for a moment that it is back. */
export function LineBanner({ dropped }: { dropped: boolean }) {
  const [shown, setShown] = useState<'lost' | 'back'>();
  const lost = useRef(false);
  useEffect(() => {
    if (!dropped && !lost.current) return;
    const show = () => {
      lost.current = dropped;
      setShown(dropped ? 'lost' : 'back');
    };
    const first = setTimeout(show, dropped ? PATIENCE_MS : 0);
    const last = dropped ? undefined : setTimeout(() => setShown(undefined), WELCOME_BACK_MS);
    return () => {
      clearTimeout(first);
      clearTimeout(last);
    };
  }, [dropped]);
  return (
    <div role="status" aria-live="assertive" class="line-banner" data-shown={shown}>
      {shown === 'lost' && (
        <p>
          <Icon name="alert" size={18} /> Connection lost. Trying to get back…
        </p>
      )}
      {shown === 'back' && (
        <p>
          <Icon name="check" size={18} /> You’re back.
        </p>
      )}
    </div>
  );
}
