/** Which tests belong together, for vitest.config.ts and the commands. */

/** What `npm run check` runs: tests that need neither sockets nor a browser, and take a moment. */
export const FAST = ['unit'] as const;

/** Files that take long because they play thousands of matches, or run whole processes again and again. */
export const SLOW = [
  'test/client/bots/bot-group.test.ts',
  'test/client/bots/options.test.ts',
  'test/client/bots/restarts.test.ts',
  'test/games/arena/bots.test.ts',
  'test/games/arena/checkpoint.test.ts',
  'test/games/arena/interest.test.ts',
  'test/games/arena/invariants.test.ts',
  'test/games/liars-dice/chaos.test.ts',
  'test/games/liars-dice/checkpoint.test.ts',
  'test/runtime/journal/replay-bounds.test.ts',
  'test/runtime/state/collections.test.ts',
  'test/runtime/state/large-states.test.ts',
  'test/runtime/state/wire-properties.test.ts',
  'test/sim/games/arena.test.ts',
  'test/sim/games/liars-dice.test.ts',
  'test/sim/crash-at-every-point.test.ts',
  'test/sim/main.test.ts',
  'test/sim/mutants.test.ts',
  'test/sim/pinned.test.ts',
  'test/tools/league/league.test.ts',
  'test/sim/churn/*.test.ts',
] as const;

/** A file of the fast tests that takes longer than this is named at the end of a run. */
export const FAST_FILE_MS = 5_000;
