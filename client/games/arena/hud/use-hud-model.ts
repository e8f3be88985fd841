import { useEffect, useState } from 'preact/hooks';
import type { HudModel } from './hud-model.ts';
import type { GameLoop } from '../game-loop.ts';

/** A value of the HUD, read after each frame; the component renders again only when it changes. */
export function useHudModel<Value extends string | number | boolean | undefined>(
  loop: GameLoop,
  read: (hud: Readonly<HudModel>) => Value,
): Value {
  const [value, setValue] = useState(() => read(loop.hud));
  useEffect(() => loop.onFrame((hud) => setValue(read(hud))), [loop]);
  return value;
}
