/** Which test files run together, for vitest.config.ts and the commands. A file that no list names is a unit test. */

/** What `npm run check` runs: tests that open no socket and no browser, and take a moment. */
export const FAST = ['unit', 'unit-isolated', 'unit-long'] as const;

/** Pure code, and tests that leave nothing behind: the files of a worker load it once. */
export const PURE = ['test/{architecture,games,golden,readme,runtime,shared}/**/*.test.ts'] as const;

/** Unit tests may take ten seconds. These may take a minute, for the reason given. */
export const LONG: Readonly<Record<string, string>> = {
  'test/games/arena/idle.test.ts': 'minutes of a match pass until a player counts as idle',
  'test/golden/golden.test.ts': 'a whole match is replayed from each of its checkpoints',
  'test/readme/readme.test.ts': 'a match of many hours is played for its checkpoints',
  'test/runtime/hosts/check-determinism.test.ts':
    'a match is hashed before and after each turn, and played again from its checkpoints',
  'test/runtime/journal/replay-file.test.ts': 'files of the greatest size that is read are packed',
  'test/runtime/kernel/hostile-calls.test.ts': 'scripts grow groups up to the bound of the search',
  'test/runtime/kernel/join-cycle.test.ts': '50,000 tasks wait for each other',
  'test/runtime/kernel/limits.test.ts': '100,000 strands run and are cancelled',
  'test/runtime/room/checkpoint.properties.test.ts': 'hundreds of drawn programs run from each of their snapshots',
  'test/runtime/room/text.test.ts': 'thousands of drawn texts are cut at each length',
  'test/runtime/state/state-snapshot.test.ts': 'hundreds of drawn states are restored, each for several clients',
  'test/runtime/state/wire.test.ts': 'states of five megabytes are encoded and decoded',
  'test/tools/api-report/api-report.test.ts': 'the compiler writes the declarations of everything shared',
};

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

/** Files that start servers, or need real time. Of the server, only the host runs without sockets. */
export const SERVER = [
  'test/create/*.test.ts',
  'test/server/!(host)/**/*.test.ts',
  'test/server/*.test.ts',
  'test/tools/attack/attack.test.ts',
  'test/tools/load/load.test.ts',
] as const;

export const BROWSER = ['test/browser/**/*.test.ts'] as const;

/** Browser tests that measure time or draw the arena without a graphics card: each has the machine to itself. */
export const BROWSER_ALONE = [
  'test/browser/arena.test.ts',
  'test/browser/policy.test.ts',
  'test/browser/practice.test.ts',
  'test/browser/server-restarts.test.ts',
] as const;
