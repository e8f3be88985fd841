/** What a hostile client sends to an arena. */
import { AIM_DIRECTIONS, type Arena } from '../../../../shared/games/arena/index.ts';
import type { Random } from '../../../../shared/runtime/index.ts';
import { WIRE } from '../../../../shared/wire.ts';
import { nonsense, oddNumber, oddText } from '../random-data.ts';
import type { HostileAction } from '../sim-game.ts';

const FIELDS = 3;

/** Draws an input frame out of range, a random valid frame, or a message, which the arena does not have. */
export function hostileInArena(random: Random, { now }: Arena): HostileAction {
  const kind = random.int(0, 9);
  if (kind === 0)
    return {
      kind: 'message',
      type: random.pick(['move', 'fire', WIRE.answer, oddText(random)]),
      data: nonsense(random),
    };
  const seenAtMs = random.pick([undefined, oddNumber(random), now + random.int(-2_000, 2_000)]);
  if (kind < 4) {
    const numbers = Array.from({ length: random.int(0, FIELDS + 2) }, () => oddNumber(random));
    return { kind: 'input', numbers, seenAtMs };
  }
  return { kind: 'input', numbers: [random.int(0, 16), random.int(0, AIM_DIRECTIONS - 1), random.int(0, 7)], seenAtMs };
}
