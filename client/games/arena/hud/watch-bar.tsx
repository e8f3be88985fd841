/** For spectators: the fighter whom they see. */
import { delayText } from '../../../table/delay-notice.tsx';
import { nameOf, type ArenaView } from '../arena-view.ts';
import type { GameLoop } from '../game-loop.ts';
import { useHudModel } from './use-hud-model.ts';
import './watch-bar.css';

interface Props {
  loop: GameLoop;
  view: ArenaView;
  /** How far behind live they see it, in ms. */
  delayMs: number | undefined;
}

export function WatchBar({ loop, view, delayMs }: Props) {
  const followed = useHudModel(loop, (hud) => hud.followed);
  return (
    <div class="watch-bar">
      <span class="watch-bar__name">
        <small>{delayMs === undefined ? 'Watching' : `Watching · ${delayText(delayMs)}`}</small>
        {followed === undefined ? 'nobody' : nameOf(view, followed)}
      </span>
    </div>
  );
}
