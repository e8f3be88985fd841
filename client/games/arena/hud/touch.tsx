/** Touch controls: two sticks that appear under the thumbs, and buttons. */
import { useEffect, useRef } from 'preact/hooks';
import { BUTTON } from '../../../../shared/games/arena/constants.ts';
import type { StickPlace } from '../controls/sticks.ts';
import type { GameLoop } from '../game-loop.ts';
import { Glyph } from './glyph.tsx';
import { useHudModel } from './use-hud-model.ts';
import './touch.css';

const KNOB = 34;

export function Touch({ loop }: { loop: GameLoop }) {
  const { sticks } = loop.controls;
  return (
    <div class="touch">
      <StickView loop={loop} stick={sticks.walk} kind="walk" />
      <StickView loop={loop} stick={sticks.aim} kind="aim" />
      <div class="touch__buttons">
        <TouchButton loop={loop} bit={BUTTON.railgun} name="Railgun" glyph="rail" read="railShare" />
        <TouchButton loop={loop} bit={BUTTON.dash} name="Dash" glyph="dash" read="dashShare" />
      </div>
    </div>
  );
}

function StickView({ loop, stick, kind }: { loop: GameLoop; stick: StickPlace; kind: 'walk' | 'aim' }) {
  const view = useRef<HTMLDivElement>(null);
  const knob = useRef<HTMLElement>(null);
  useEffect(
    () =>
      loop.onFrame(() => {
        if (!view.current || !knob.current) return;
        view.current.dataset['down'] = String(stick.down);
        if (!stick.down) return;
        view.current.style.transform = `translate(${stick.x}px, ${stick.y}px)`;
        knob.current.style.transform = `translate(${stick.outX * KNOB}px, ${stick.outY * KNOB}px)`;
      }),
    [loop, stick],
  );
  return (
    <div ref={view} class="stick" data-kind={kind} data-down="false" aria-hidden="true">
      <i ref={knob} />
    </div>
  );
}

function TouchButton(props: {
  loop: GameLoop;
  bit: number;
  name: string;
  glyph: 'rail' | 'dash';
  read: 'dashShare' | 'railShare';
}) {
  const { loop, bit, name, glyph, read } = props;
  const share = useHudModel(loop, (hud) => Math.round(hud[read] * 20) / 20);
  const press = (down: boolean) => loop.controls.sticks.press(bit, down);
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
