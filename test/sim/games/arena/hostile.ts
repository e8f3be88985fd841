/** What a hostile client tells an arena. */
import { AIM_DIRECTIONS, type Arena } from '../../../../shared/games/arena/index.ts';
import type { Random } from '../../../../shared/runtime/index.ts';
import { WIRE } from '../../../../shared/wire.ts';
import { nonsense, oddNumber, oddText } from '../random-data.ts';
import type { HostileAction } from '../sim-game.ts';

const FIELDS = 3;

/** Draws a frame that is out of range, or one that is in it and of no sense, or a message where there are none. */
export function hostileInArena(luck: Random, { now }: Arena): HostileAction {
  const kind = luck.int(0, 9);
  if (kind === 0)
    return { kind: 'message', type: luck.pick(['move', 'fire', WIRE.answer, oddText(luck)]), data: nonsense(luck) };
  const seenAtMs = luck.pick([undefined, oddNumber(luck), now + luck.int(-2_000, 2_000)]);
  if (kind < 4) {
    const numbers = Array.from({ length: luck.int(0, FIELDS + 2) }, () => oddNumber(luck));
    return { kind: 'input', numbers, seenAtMs };
  }
  return { kind: 'input', numbers: [luck.int(0, 16), luck.int(0, AIM_DIRECTIONS - 1), luck.int(0, 7)], seenAtMs };
}
