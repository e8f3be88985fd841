/** How one's own fighter is: health, shield, and what can be used again. */
import { useEffect, useRef } from 'preact/hooks';
import { FIGHTER, PADS } from '../../../../shared/games/arena/constants.ts';
import type { GameLoop } from '../game-loop.ts';
import { useHudModel } from './use-hud-model.ts';
import './vitals.css';

export function Vitals({ play }: { play: GameLoop }) {
  const health = useHudModel(play, (hud) => hud.health);
  const shield = useHudModel(play, (hud) => hud.shield);
  const boosted = useHudModel(play, (hud) => hud.boosted);
  const state = health > 50 ? 'well' : health > 25 ? 'hurt' : 'low';
  return (
    <section class="vitals" aria-label="Your fighter">
      <Ability play={play} name="Railgun" keys="Q" read="railShare" path="M3 12h18M7 8.500v7M11 9.500v5M15 9.500v5" />
      <div class="vitals__body">
        <div
          class="vitals__bar"
          data-state={state}
          role="meter"
          aria-label="Health"
          aria-valuemin={0}
          aria-valuemax={FIGHTER.health}
          aria-valuenow={health}
        >
          <i style={{ width: `${(100 * health) / FIGHTER.health}%` }} />
          <span>{health}</span>
        </div>
        <div
          class="vitals__shield"
          role="meter"
          aria-label="Shield"
          aria-valuemin={0}
          aria-valuemax={PADS.shield.strength}
          aria-valuenow={shield}
        >
          <i style={{ width: `${(100 * shield) / PADS.shield.strength}%` }} />
        </div>
        {boosted && <span class="vitals__boost">Boost</span>}
      </div>
      <Ability play={play} name="Dash" keys="Space" read="dashShare" path="M4 7l6 5-6 5M12 7l6 5-6 5" />
    </section>
  );
}

/** A ring that fills until the thing can be used again. */
function Ability(props: { play: GameLoop; name: string; keys: string; read: 'dashShare' | 'railShare'; path: string }) {
  const { play, name, keys, read, path } = props;
  const share = useHudModel(play, (hud) => Math.round(hud[read] * 40) / 40);
  return (
    <div
      class="ability"
      data-ready={share >= 1}
      role="img"
      aria-label={`${name}: ${share >= 1 ? 'ready' : 'not ready'}`}
    >
      <svg viewBox="0 0 48 48" aria-hidden="true">
        <circle class="ability__track" cx="24" cy="24" r="20" pathLength="100" />
        <circle
          class="ability__fill"
          cx="24"
          cy="24"
          r="20"
          pathLength="100"
          style={{ strokeDashoffset: 100 - 100 * share }}
        />
        <path class="ability__sign" d={path} transform="translate(12 12)" />
      </svg>
      <kbd aria-hidden="true">{keys}</kbd>
    </div>
  );
}

/** The edge of the picture reddens when one is hurt. */
export function HurtEdge({ play }: { play: GameLoop }) {
  const edge = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let shown = 0;
    return play.onFrame(({ hurt, health, followed }) => {
      const low = followed !== undefined && health > 0 && health <= 25 ? 0.3 : 0;
      const next = Math.round(Math.max(0.75 * hurt, low) * 50) / 50;
      if (next === shown || !edge.current) return;
      shown = next;
      edge.current.style.opacity = String(next);
    });
  }, [play]);
  return <div ref={edge} class="arena__hurt" style={{ opacity: 0 }} aria-hidden="true" />;
}
