/** Which tests belong together, for vitest.config.ts and the commands. */

/** What `npm run check` runs: tests that need neither sockets nor a browser, and take a moment. */
export const FAST = ['unit'] as const;

/** Files that take long because they play thousands of matches, or run whole processes again and again. */
export const SLOW = [
  'test/client/bots/{options,party,survival}.test.ts',
  'test/games/arena/{bots,checkpoint,laws,sight}.test.ts',
  'test/games/liars-dice/{chaos,checkpoint}.test.ts',
  'test/league/league.test.ts',
  'test/runtime/{collections,large-states,wire-properties}.test.ts',
  'test/runtime/journal/replay-bounds.test.ts',
  'test/sim/{main,mutants,pinned}.test.ts',
  'test/sim/games/{arena,liars-dice}.test.ts',
  'test/sim/churn/*.test.ts',
] as const;

/** A file of the fast tests that takes longer than this is named at the end of a run. */
export const FAST_FILE_MS = 5_000;
