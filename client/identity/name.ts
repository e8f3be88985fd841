/** The visitor's name, stored in this browser. */
import { cleanName } from '../../shared/names.ts';
import { truncateText } from '../../shared/runtime/index.ts';
import { NAME_LENGTH } from '../../shared/wire.ts';
import { browserStorage } from '../storage.ts';

const KEY = 'greenroom.name';

const FIRST = ['Lucky', 'Velvet', 'Brass', 'Quiet', 'Midnight', 'Crimson', 'Steady', 'Clever', 'Golden', 'Wily'];
const LAST = ['Heron', 'Fox', 'Otter', 'Magpie', 'Badger', 'Lynx', 'Raven', 'Hare', 'Marten', 'Owl'];

/** The stored name, or a random one. */
export function loadName(): string {
  return fitName(browserStorage.get(KEY) ?? '') || suggestName();
}

export function saveName(name: string): void {
  browserStorage.set(KEY, fitName(name));
}

/** The name as the server would clean it; may be empty. */
export function fitName(text: string): string {
  return truncateText(cleanName(text), NAME_LENGTH).trim();
}

function suggestName(): string {
  const pick = (words: readonly string[]) => words[Math.floor(Math.random() * words.length)] ?? '';
  return `${pick(FIRST)} ${pick(LAST)}`;
}
