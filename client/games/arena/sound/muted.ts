/** Whether this browser is to be silent; it remembers. */
import { browserShelf } from '../../../storage.ts';

const KEY = 'greenroom.muted';

export function loadMuted(): boolean {
  return browserShelf.get(KEY) === '1';
}

export function saveMuted(muted: boolean): void {
  browserShelf.set(KEY, muted ? '1' : '0');
}
