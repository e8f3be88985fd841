/** The replay of the last match that this page has played by itself: no server has it, and it goes with the page. */
let own: { readonly match: string; readonly bytes: Uint8Array } | undefined;

export function keepPracticeReplay(match: string, bytes: Uint8Array): void {
  own = { match, bytes };
}

/** Undefined: that match was played elsewhere, or another since. */
export function practiceReplay(match: string): Uint8Array | undefined {
  return own?.match === match ? own.bytes : undefined;
}
