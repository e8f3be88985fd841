/** For those who do not fight: whom they see, and for one who is out until the round is over the way to another. */
import { lateness } from '../../../table/late-picture.tsx';
import { nameOf, type ArenaView } from '../arena-view.ts';
import type { Play } from '../play.ts';
import { Glyph } from './glyph.tsx';
import { useGlance } from './use-glance.ts';
import './watch-bar.css';

interface Props {
  play: Play;
  view: ArenaView;
  looksAround: boolean;
  /** How much later than the players one sees it, in ms. */
  delayMs: number | undefined;
}

export function WatchBar({ play, view, looksAround, delayMs }: Props) {
  const followed = useGlance(play, (glance) => glance.followed);
  return (
    <div class="watch-bar">
      {looksAround && <Step play={play} step={-1} />}
      <span class="watch-bar__name">
        <small>{delayMs === undefined ? 'Watching' : `Watching · ${lateness(delayMs)}`}</small>
        {followed === undefined ? 'nobody' : nameOf(view, followed)}
      </span>
      {looksAround && <Step play={play} step={1} />}
    </div>
  );
}

function Step({ play, step }: { play: Play; step: 1 | -1 }) {
  const [name, glyph] = step === 1 ? (['The next one', 'next'] as const) : (['The one before', 'before'] as const);
  return (
    <button type="button" class="arena-tools__button" aria-label={name} onClick={() => play.watchNext(step)}>
      <Glyph name={glyph} />
    </button>
  );
}
