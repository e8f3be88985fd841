/** For those who do not fight: whom they see, and for one who is out until the round is over the way to another. */
import { delayText } from '../../../table/delay-notice.tsx';
import { nameOf, type ArenaView } from '../arena-view.ts';
import type { GameLoop } from '../game-loop.ts';
import { Glyph } from './glyph.tsx';
import { useHudModel } from './use-hud-model.ts';
import './watch-bar.css';

interface Props {
  play: GameLoop;
  view: ArenaView;
  looksAround: boolean;
  /** How much later than the players one sees it, in ms. */
  delayMs: number | undefined;
}

export function WatchBar({ play, view, looksAround, delayMs }: Props) {
  const followed = useHudModel(play, (hud) => hud.followed);
  return (
    <div class="watch-bar">
      {looksAround && <Step play={play} step={-1} />}
      <span class="watch-bar__name">
        <small>{delayMs === undefined ? 'Watching' : `Watching · ${delayText(delayMs)}`}</small>
        {followed === undefined ? 'nobody' : nameOf(view, followed)}
      </span>
      {looksAround && <Step play={play} step={1} />}
    </div>
  );
}

function Step({ play, step }: { play: GameLoop; step: 1 | -1 }) {
  const [name, glyph] = step === 1 ? (['The next one', 'next'] as const) : (['The one before', 'before'] as const);
  return (
    <button type="button" class="arena-tools__button" aria-label={name} onClick={() => play.watchNext(step)}>
      <Glyph name={glyph} />
    </button>
  );
}
