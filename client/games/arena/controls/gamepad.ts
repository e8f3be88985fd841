/** A gamepad in the standard layout: the left stick walks, the right one aims. */
import { BUTTON } from '../../../../shared/games/arena/constants.ts';

export interface PadReading {
  moveX: number;
  moveY: number;
  aimX: number;
  aimY: number;
  buttons: number;
}

const PRESSES: readonly (readonly [index: number, bit: number])[] = [
  [7, BUTTON.blaster],
  [6, BUTTON.railgun],
  [5, BUTTON.railgun],
  [0, BUTTON.dash],
  [4, BUTTON.dash],
];

/** Reads the first connected gamepad into `out`; all zeros without one. */
export function readGamepad(out: PadReading): void {
  out.moveX = out.moveY = out.aimX = out.aimY = out.buttons = 0;
  for (const pad of gamepads()) {
    if (!pad?.connected || pad.mapping !== 'standard') continue;
    out.moveX = pad.axes[0] ?? 0;
    out.moveY = pad.axes[1] ?? 0;
    out.aimX = pad.axes[2] ?? 0;
    out.aimY = pad.axes[3] ?? 0;
    for (const [index, bit] of PRESSES) if (pad.buttons[index]?.pressed) out.buttons |= bit;
    return;
  }
}

/** An embedded page may not be allowed to use gamepads. */
function gamepads(): readonly (Gamepad | null)[] {
  try {
    return navigator.getGamepads();
  } catch {
    return [];
  }
}
