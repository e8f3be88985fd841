/** Whether this browser is to be silent; it remembers. */

const KEY = 'greenroom.muted';

export function loadMuted(): boolean {
  try {
    return localStorage.getItem(KEY) === '1';
  } catch {
    return false;
  }
}

export function saveMuted(muted: boolean): void {
  try {
    localStorage.setItem(KEY, muted ? '1' : '0');
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}
