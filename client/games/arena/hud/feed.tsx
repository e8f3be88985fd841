/** The kill feed, the latest kill last. */
import { useEffect, useState } from 'preact/hooks';
import { fighterAt, nameOf, type ArenaView, type KillView } from '../arena-view.ts';
import { colourOf, cssColour } from '../colours.ts';
import './feed.css';

const SHOWN_MS = 7_000;

/** The recent kills: each is shown for a while. */
function useFresh(feed: readonly KillView[], round: number): readonly KillView[] {
  const [faded, setFaded] = useState(0);
  const last = feed.at(-1)?.number ?? 0;
  useEffect(() => setFaded(0), [round]);
  useEffect(() => {
    const timer = setTimeout(() => setFaded(last), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [last, round]);
  return feed.filter(({ number }) => number > faded);
}

export function Feed({ view, me }: { view: ArenaView; me: number | undefined }) {
  const kills = useFresh(view.feed, view.round);
  return (
    <ol class="arena-feed" aria-label="Knock-outs">
      {kills.map(({ killer, victim, weapon, number }) => (
        <li key={number} class="arena-feed__kill" data-mine={killer === me || victim === me}>
          {killer !== victim && <Name view={view} seat={killer} me={me} />}
          <Weapon weapon={weapon} />
          <Name view={view} seat={victim} me={me} />
        </li>
      ))}
    </ol>
  );
}

function Name({ view, seat, me }: { view: ArenaView; seat: number; me: number | undefined }) {
  const colour = colourOf(view.mode, seat, fighterAt(view, seat)?.team ?? 0, seat === me);
  return (
    <b class="arena-feed__name one-line" style={{ color: cssColour(colour) }}>
      {seat === me ? 'You' : nameOf(view, seat)}
    </b>
  );
}

function Weapon({ weapon }: { weapon: KillView['weapon'] }) {
  return (
    <svg class="arena-feed__weapon" viewBox="0 0 24 12" role="img" aria-label={weapon}>
      {weapon === 'railgun' ? (
        <path d="M1 6h22M5 2.500v7M9 3.500v5M13 3.500v5" />
      ) : (
        <path d="M2 3h13v4H9l-1 3H4l1-3H2zM17 5h2M21 5h2" />
      )}
    </svg>
  );
}
