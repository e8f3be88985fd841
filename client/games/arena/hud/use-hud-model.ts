import { useEffect, useState } from 'preact/hooks';
import type { HudModel } from './hud-model.ts';
import type { GameLoop } from '../game-loop.ts';

/** Something read after each picture; who uses it is drawn again only when it has changed. */
export function useHudModel<Value extends string | number | boolean | undefined>(
  play: GameLoop,
  read: (hud: Readonly<HudModel>) => Value,
): Value {
  const [value, setValue] = useState(() => read(play.hud));
  useEffect(() => play.onFrame((hud) => setValue(read(hud))), [play]);
  return value;
}
