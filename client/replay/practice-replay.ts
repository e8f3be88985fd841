/** Keeps the replay of the last practice match in memory. No server has it, and a reload loses it. */
let own: { readonly match: string; readonly bytes: Uint8Array } | undefined;

export function keepPracticeReplay(match: string, bytes: Uint8Array): void {
  own = { match, bytes };
}

/** Undefined if it was not the last practice match. */
export function practiceReplay(match: string): Uint8Array | undefined {
  return own?.match === match ? own.bytes : undefined;
}
