/** A gamepad: the left stick walks, the right one aims. Standard layout. */
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

/** Reads the first gamepad that is there into `out`; all of it is 0 without one. */
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

/** Frames of other pages may not be allowed to look. */
function gamepads(): readonly (Gamepad | null)[] {
  try {
    return navigator.getGamepads();
  } catch {
    return [];
  }
}
