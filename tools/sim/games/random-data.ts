/** Random data that no honest client sends. */
import type { Random } from '../../../shared/runtime/index.ts';

const NUMBERS = [0, -0, -1, 0.5, 1e9, 2 ** 53, -(2 ** 31), 1e308, NaN, Infinity, -Infinity] as const;
const TEXTS = ['', ' ', '\u0000', '\u202Egnp', '__proto__', 'constructor', '$message', '<b>', '🎲'] as const;
const DEPTH = 3;

/** Draws a number: now and then one that makes sense. */
export function oddNumber(random: Random): number {
  return random.chance(0.3) ? random.int(-3, 300) : random.pick(NUMBERS);
}

/** Draws a text, now and then one that is too long. */
export function oddText(random: Random): string {
  return random.chance(0.2) ? 'x'.repeat(random.pick([201, 4_097, 5_000])) : random.pick(TEXTS);
}

/** Draws data of any kind. */
export function nonsense(random: Random, depth = 0): unknown {
  switch (random.int(0, depth < DEPTH ? 8 : 4)) {
    case 0:
      return undefined;
    case 1:
      return null;
    case 2:
      return random.chance(0.5);
    case 3:
      return oddNumber(random);
    case 4:
      return oddText(random);
    case 5:
      return Array.from({ length: random.int(0, 4) }, () => nonsense(random, depth + 1));
    case 6:
      return { [oddText(random).slice(0, 20)]: nonsense(random, depth + 1) };
    case 7:
      return { question: oddNumber(random), answer: nonsense(random, depth + 1) };
    default:
      return {
        text: nonsense(random, depth + 1),
        bid: oddNumber(random),
        count: oddNumber(random),
        face: oddNumber(random),
      };
  }
}
