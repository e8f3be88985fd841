/** What a hostile client sends to a table of Liar's Dice. */
import { EMOTES } from '../../../../shared/games/liars-dice/constants.ts';
import type { Table } from '../../../../shared/games/liars-dice/state.ts';
import type { Random } from '../../../../shared/runtime/index.ts';
import { WIRE } from '../../../../shared/wire.ts';
import { nonsense, oddNumber, oddText } from '../random-data.ts';
import type { HostileAction } from '../sim-game.ts';

const TYPES = ['bid', 'challenge', 'spotOn', 'start', 'emote', 'chat', WIRE.answer] as const;

/** Draws a message out of turn, out of date, malformed, or of an unknown type. */
export function hostileInLiarsDice(random: Random, { calls }: Table): HostileAction {
  switch (random.int(0, 8)) {
    case 0:
      return say(random.pick(TYPES), nonsense(random));
    case 1:
      return say(oddText(random), nonsense(random));
    case 2:
      return say('bid', { count: oddNumber(random), face: oddNumber(random) });
    case 3:
      return say('bid', { count: random.int(1, 30), face: random.int(2, 6) });
    case 4:
      return say(random.pick(['challenge', 'spotOn']), { bid: calls.length + random.int(-3, 3) });
    case 5:
      return say(random.pick(['challenge', 'spotOn']), { bid: oddNumber(random) });
    case 6:
      return say('chat', oddText(random));
    case 7:
      return say(random.pick(['start', 'emote']), random.chance(0.5) ? {} : random.pick(EMOTES));
    default:
      return say(WIRE.answer, {
        question: random.chance(0.5) ? random.int(0, 40) : oddNumber(random),
        answer: random.pick([true, false, null, 'yes', 1]),
      });
  }
}

function say(type: string, data: unknown): HostileAction {
  return { kind: 'message', type, data };
}
