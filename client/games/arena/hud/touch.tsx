/** What thumbs see: the two sticks where they came up, and buttons for the rest. */
import { useEffect, useRef } from 'preact/hooks';
import { BUTTON } from '../../../../shared/games/arena/constants.ts';
import type { StickPlace } from '../controls/sticks.ts';
import type { GameLoop } from '../game-loop.ts';
import { Glyph } from './glyph.tsx';
import { useHudModel } from './use-hud-model.ts';
import './touch.css';

const KNOB = 34;

export function Touch({ play }: { play: GameLoop }) {
  const { sticks } = play.controls;
  return (
    <div class="touch">
      <StickView play={play} stick={sticks.walk} kind="walk" />
      <StickView play={play} stick={sticks.aim} kind="aim" />
      <div class="touch__buttons">
        <TouchButton play={play} bit={BUTTON.railgun} name="Railgun" glyph="rail" read="railShare" />
        <TouchButton play={play} bit={BUTTON.dash} name="Dash" glyph="dash" read="dashShare" />
      </div>
    </div>
  );
}

function StickView({ play, stick, kind }: { play: GameLoop; stick: StickPlace; kind: 'walk' | 'aim' }) {
  const view = useRef<HTMLDivElement>(null);
  const knob = useRef<HTMLElement>(null);
  useEffect(
    () =>
      play.onFrame(() => {
        if (!view.current || !knob.current) return;
        view.current.dataset['down'] = String(stick.down);
        if (!stick.down) return;
        view.current.style.transform = `translate(${stick.x}px, ${stick.y}px)`;
        knob.current.style.transform = `translate(${stick.outX * KNOB}px, ${stick.outY * KNOB}px)`;
      }),
    [play, stick],
  );
  return (
    <div ref={view} class="stick" data-kind={kind} data-down="false" aria-hidden="true">
      <i ref={knob} />
    </div>
  );
}

function TouchButton(props: {
  play: GameLoop;
  bit: number;
  name: string;
  glyph: 'rail' | 'dash';
  read: 'dashShare' | 'railShare';
}) {
  const { play, bit, name, glyph, read } = props;
  const share = useHudModel(play, (hud) => Math.round(hud[read] * 20) / 20);
  const press = (down: boolean) => play.controls.sticks.press(bit, down);
  return (
    <button
      type="button"
      class="touch__button"
      aria-label={name}
      data-ready={share >= 1}
      style={{ '--share': `${share * 100}%` }}
      onPointerDown={(event) => {
        event.preventDefault();
        press(true);
      }}
      onPointerUp={() => press(false)}
      onPointerCancel={() => press(false)}
      onPointerLeave={() => press(false)}
      onContextMenu={(event) => event.preventDefault()}
    >
      <Glyph name={glyph} size={28} />
    </button>
  );
}
