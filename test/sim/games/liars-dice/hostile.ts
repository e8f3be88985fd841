/** What a hostile client says at a table of Liar's Dice. */
import { EMOTES } from '../../../../shared/games/liars-dice/constants.ts';
import type { Table } from '../../../../shared/games/liars-dice/state.ts';
import type { Random } from '../../../../shared/runtime/index.ts';
import { WIRE } from '../../../../shared/wire.ts';
import { nonsense, oddNumber, oddText } from '../random-data.ts';
import type { HostileAction } from '../sim-game.ts';

const TYPES = ['bid', 'challenge', 'spotOn', 'start', 'emote', 'chat', WIRE.answer] as const;

/** Draws something that is out of turn, out of date, out of shape, or of no type at all. */
export function hostileInLiarsDice(luck: Random, { calls }: Table): HostileAction {
  switch (luck.int(0, 8)) {
    case 0:
      return say(luck.pick(TYPES), nonsense(luck));
    case 1:
      return say(oddText(luck), nonsense(luck));
    case 2:
      return say('bid', { count: oddNumber(luck), face: oddNumber(luck) });
    case 3:
      return say('bid', { count: luck.int(1, 30), face: luck.int(2, 6) });
    case 4:
      return say(luck.pick(['challenge', 'spotOn']), { bid: calls.length + luck.int(-3, 3) });
    case 5:
      return say(luck.pick(['challenge', 'spotOn']), { bid: oddNumber(luck) });
    case 6:
      return say('chat', oddText(luck));
    case 7:
      return say(luck.pick(['start', 'emote']), luck.chance(0.5) ? {} : luck.pick(EMOTES));
    default:
      return say(WIRE.answer, {
        question: luck.chance(0.5) ? luck.int(0, 40) : oddNumber(luck),
        answer: luck.pick([true, false, null, 'yes', 1]),
      });
  }
}

function say(type: string, data: unknown): HostileAction {
  return { kind: 'message', type, data };
}
