/** The name a visitor goes by, kept in this browser. */
import { browserShelf } from '../storage.ts';

const KEY = 'greenroom.name';
/** The longest name a table accepts. */
export const NAME_LENGTH = 20;

const FIRST = ['Lucky', 'Velvet', 'Brass', 'Quiet', 'Midnight', 'Crimson', 'Steady', 'Clever', 'Golden', 'Wily'];
const LAST = ['Heron', 'Fox', 'Otter', 'Magpie', 'Badger', 'Lynx', 'Raven', 'Hare', 'Marten', 'Owl'];

/** The stored name, or a fresh one for somebody new. */
export function loadName(): string {
  return cleanName(browserShelf.get(KEY) ?? '') || suggestName();
}

export function saveName(name: string): void {
  browserShelf.set(KEY, cleanName(name));
}

/** The name as a table would take it; '' when nothing is left. */
export function cleanName(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
    .slice(0, NAME_LENGTH)
    .trim();
}

function suggestName(): string {
  const pick = (words: readonly string[]) => words[Math.floor(Math.random() * words.length)] ?? '';
  return `${pick(FIRST)} ${pick(LAST)}`;
}
