/** Remembers in this browser whether sound is off. */
import { browserStorage } from '../../../storage.ts';

const KEY = 'greenroom.muted';

export function loadMuted(): boolean {
  return browserStorage.get(KEY) === '1';
}

export function saveMuted(muted: boolean): void {
  browserStorage.set(KEY, muted ? '1' : '0');
}
