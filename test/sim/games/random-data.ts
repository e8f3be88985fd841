/** Data of every kind that no honest client sends. */
import type { Random } from '../../../shared/runtime/index.ts';

const NUMBERS = [0, -0, -1, 0.5, 1e9, 2 ** 53, -(2 ** 31), 1e308, NaN, Infinity, -Infinity] as const;
const TEXTS = ['', ' ', '\u0000', '\u202Egnp', '__proto__', 'constructor', '$message', '<b>', '🎲'] as const;
const DEPTH = 3;

/** Draws a number: now and then one that makes sense. */
export function oddNumber(luck: Random): number {
  return luck.chance(0.3) ? luck.int(-3, 300) : luck.pick(NUMBERS);
}

/** Draws a text, now and then one that is too long. */
export function oddText(luck: Random): string {
  return luck.chance(0.2) ? 'x'.repeat(luck.pick([201, 4_097, 5_000])) : luck.pick(TEXTS);
}

/** Draws data of any kind. */
export function nonsense(luck: Random, depth = 0): unknown {
  switch (luck.int(0, depth < DEPTH ? 8 : 4)) {
    case 0:
      return undefined;
    case 1:
      return null;
    case 2:
      return luck.chance(0.5);
    case 3:
      return oddNumber(luck);
    case 4:
      return oddText(luck);
    case 5:
      return Array.from({ length: luck.int(0, 4) }, () => nonsense(luck, depth + 1));
    case 6:
      return { [oddText(luck).slice(0, 20)]: nonsense(luck, depth + 1) };
    case 7:
      return { question: oddNumber(luck), answer: nonsense(luck, depth + 1) };
    default:
      return { text: nonsense(luck, depth + 1), bid: oddNumber(luck), count: oddNumber(luck), face: oddNumber(luck) };
  }
}
