/** The time left in the phase, and the player's rank or the teams' scores. */
import { msLeft } from '../../../../shared/runtime/pieces/countdown.ts';
import type { RealTime } from '../../../connection/real-time.ts';
import { ordinal } from '../announcer.tsx';
import { fighterAt, placeOf, type ArenaView } from '../arena-view.ts';
import { cssColour, TEAM_COLOURS, TEAM_NAMES } from '../colours.ts';
import type { GameLoop } from '../game-loop.ts';
import { useHudModel } from './use-hud-model.ts';
import './clock.css';

const FEW_SECONDS = 10;
const PHASES = {
  waiting: 'Warm-up',
  countdown: 'Get ready',
  fight: 'Round',
  sudden: 'Sudden death',
  podium: 'Next round',
} as const;

/** `83_400` → `1:24`: rounded up, so that 0:00 means over. */
export function clockText(leftMs: number): string {
  const seconds = Math.ceil(Math.max(0, leftMs) / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

interface Props {
  loop: GameLoop;
  realTime: RealTime;
  view: ArenaView;
  me: number | undefined;
}

export function Clock({ loop, realTime, view, me }: Props) {
  const left = useHudModel(loop, () => {
    const leftMs = msLeft(loop.state ?? { deadline: 0 }, realTime.matchNow());
    return leftMs === Infinity ? undefined : Math.ceil(leftMs / 1_000);
  });
  const few = left !== undefined && left <= FEW_SECONDS && (view.phase === 'fight' || view.phase === 'sudden');
  const own = fighterAt(view, me);
  const place = placeOf(view, me);
  return (
    <div class="arena-clock" data-phase={view.phase}>
      {view.mode === 'teams' && <TeamScore view={view} team={0} />}
      <div class="arena-clock__middle">
        <span class="arena-clock__phase">{view.phase === 'fight' ? `Round ${view.round}` : PHASES[view.phase]}</span>
        <strong class="arena-clock__time" data-few={few} role="timer" aria-label="Time left">
          {left === undefined ? '–:––' : clockText(left * 1_000)}
        </strong>
        {view.mode === 'free' && own && place !== undefined && (
          <span class="arena-clock__own">
            {ordinal(place)} · {own.score} {own.score === 1 ? 'point' : 'points'}
          </span>
        )}
      </div>
      {view.mode === 'teams' && <TeamScore view={view} team={1} />}
    </div>
  );
}

function TeamScore({ view, team }: { view: ArenaView; team: 0 | 1 }) {
  return (
    <span class="arena-clock__team" data-team={team} style={{ '--team': cssColour(TEAM_COLOURS[team]) }}>
      <i class="arena-shape" data-team={team} aria-hidden="true" />
      <span class="unseen">{TEAM_NAMES[team]}: </span>
      {view.teamScores[team] ?? 0}
    </span>
  );
}
