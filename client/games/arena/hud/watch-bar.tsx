/** For those who watch: whom they see, and the way to another. */
import { nameOf, type ArenaView } from '../arena-view.ts';
import type { Play } from '../play.ts';
import { Glyph } from './glyph.tsx';
import { useGlance } from './use-glance.ts';
import './watch-bar.css';

export function WatchBar({ play, view }: { play: Play; view: ArenaView }) {
  const followed = useGlance(play, (glance) => glance.followed);
  return (
    <div class="watch-bar">
      <button type="button" class="arena-tools__button" aria-label="The one before" onClick={() => play.watchNext(-1)}>
        <Glyph name="before" />
      </button>
      <span class="watch-bar__name">
        <small>Watching</small>
        {followed === undefined ? 'nobody' : nameOf(view, followed)}
      </span>
      <button type="button" class="arena-tools__button" aria-label="The next one" onClick={() => play.watchNext(1)}>
        <Glyph name="next" />
      </button>
    </div>
  );
}
