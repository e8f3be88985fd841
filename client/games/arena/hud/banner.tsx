/** Large text in the middle: the countdown, "Fight!", the respawn time and the winners. */
import { msLeft } from '../../../../shared/runtime/pieces/countdown.ts';
import type { RealTime } from '../../../connection/real-time.ts';
import { winnerWords } from '../announcer.tsx';
import { fighterAt, nameOf, type ArenaView } from '../arena-view.ts';
import { colourOf, cssColour } from '../colours.ts';
import type { GameLoop } from '../game-loop.ts';
import { useHudModel } from './use-hud-model.ts';
import './banner.css';

/** How long “Fight!” is shown. */
const FRESH_MS = 1_400;

interface Props {
  loop: GameLoop;
  realTime: RealTime;
  view: ArenaView;
  me: number | undefined;
}

export function Banner({ loop, realTime, view, me }: Props) {
  const second = useHudModel(loop, () => {
    const leftMs = msLeft(loop.state ?? { deadline: 0 }, realTime.matchNow());
    // The phase that is shown may be a moment older than the deadline.
    return leftMs === Infinity ? 0 : Math.ceil(leftMs / 1_000);
  });
  const fresh = useHudModel(loop, () => realTime.matchNow() - (loop.state?.now ?? 0) < FRESH_MS);
  // Hidden from screen readers: the announcer says it.
  return (
    <div class="arena-banner" aria-hidden="true">
      {view.phase === 'waiting' && (
        <div class="arena-banner__card">
          <strong>Waiting for a second fighter</strong>
          <span>Look around meanwhile: nothing counts yet.</span>
        </div>
      )}
      {view.phase === 'countdown' && (
        <>
          <span class="arena-banner__map">{view.map}</span>
          <strong key={second} class="arena-banner__count">
            {Math.max(1, second)}
          </strong>
        </>
      )}
      {view.phase === 'fight' && fresh && <strong class="arena-banner__word">Fight!</strong>}
      {view.phase === 'sudden' && fresh && (
        <>
          <strong class="arena-banner__word arena-banner__word--sudden">Sudden death</strong>
          <span class="arena-banner__map">The next knock-out decides</span>
        </>
      )}
      {view.phase !== 'podium' && <Fallen realTime={realTime} loop={loop} view={view} me={me} />}
    </div>
  );
}

function Fallen({ loop, realTime, view, me }: Props) {
  const own = fighterAt(view, me);
  const back = useHudModel(loop, () => {
    const backAt = me === undefined ? 0 : (loop.state?.fighters[me]?.backAt ?? 0);
    return Math.max(0, Math.ceil((backAt - realTime.matchNow()) / 100) / 10);
  });
  if (!own || own.alive || view.phase === 'waiting' || view.phase === 'countdown') return null;
  const last = view.feed.findLast(({ victim }) => victim === me);
  return (
    <div class="arena-banner__card arena-banner__card--fallen">
      <strong>
        {last
          ? last.killer === me
            ? 'You knocked yourself out'
            : `${nameOf(view, last.killer)} got you`
          : 'You are out'}
      </strong>
      <span>Back in {back.toFixed(1)} s</span>
    </div>
  );
}

/** The three best of a round. */
export function Podium({ view, me }: { view: ArenaView; me: number | undefined }) {
  if (view.phase !== 'podium') return null;
  const places = view.podium.slice(0, 3);
  return (
    <section class="podium" aria-label="The best of the round">
      <h2 class="podium__title">{winnerWords(view, me)}</h2>
      <ol class="podium__places">
        {places.map((seat, index) => {
          const fighter = fighterAt(view, seat);
          const colour = colourOf(view.mode, seat, fighter?.team ?? 0, seat === me);
          return (
            <li key={seat} class="podium__place" data-place={index + 1} style={{ '--own': cssColour(colour) }}>
              <span class="podium__name">
                {nameOf(view, seat)}
                {seat === me && <span class="podium__you"> (you)</span>}
              </span>
              <span class="podium__step">
                <b>{index + 1}</b>
                <small>
                  {fighter?.score ?? 0} {fighter?.score === 1 ? 'point' : 'points'}
                </small>
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
