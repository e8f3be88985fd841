/** A server process that tests crash: `node crashing-process.ts PLAN`. */
import { DatabaseSync } from 'node:sqlite';
import { shutDownOnSignals } from '../../../server/shutdown-signals.ts';
import { SqliteStore } from '../../../server/journal/sqlite-store.ts';
import type { JournalFrame } from '../../../server/journal/store.ts';
import { createLog } from '../../../server/log.ts';
import { readSettings } from '../../../server/settings.ts';
import { startServer } from '../../../server/start.ts';

import { defineEffects } from '../../../shared/runtime/index.ts';
import { arena, arenaBot } from '../../../shared/games/arena/index.ts';
import { counter, counterBot, fetcher, rounds, tally } from '../games.ts';
import { walkers } from '../walkers.ts';
import { nestedObjectsGame } from './nested-objects-game.ts';
import { changingGames } from './changing-games.ts';
import { crashingGame, crashingBot, crashingEffects } from './crashing-game.ts';
import type { CrashPlan } from './crashing-server.ts';
import { longGame } from './long-game.ts';
import { stuckTurnGame } from './stuck-turn-game.ts';

const { port, folder, crash, effectUrl, version = 1, closing, stopMs } = JSON.parse(process.argv[2] ?? '') as CrashPlan;
const opened = shutDownOnSignals(stopMs);
const log = createLog('info');
const makeRoom = watchSpace();
const journal = await SqliteStore.open({ folder, level: 'process', log });

if (crash !== undefined) {
  const commit = journal.commit.bind(journal);
  let left = crash.count ?? 1;
  journal.commit = (batch: readonly JournalFrame[]) => {
    const fits = batch.some(({ entries }) => entries.some(({ kind }) => kind === crash.kind)) && --left === 0;
    if (fits && crash.when === 'before') process.kill(process.pid, 'SIGKILL');
    const committed = commit(batch);
    if (fits) process.kill(process.pid, 'SIGKILL');
    return committed;
  };
}
if (closing === 'never') journal.close = () => new Promise(() => setInterval(() => {}, 1000));
if (closing === 'fails') journal.close = () => Promise.reject(new Error('the disk is gone'));

// The games of tests have no folder of their own, whose files tell their versions.
const open = journal.open.bind(journal);
journal.open = (record) => {
  const code = record.start.game.startsWith('changing') ? `version ${version}` : record.start.code;
  return open({ ...record, start: { ...record.start, code } });
};

const { COMMIT_RETRY_SECONDS, HANG_SECONDS } = process.env;
const settings = readSettings({
  PORT: String(port),
  HOST: '127.0.0.1',
  NODE_ENV: 'test',
  LOG_LEVEL: 'info',
  ...{ COMMIT_RETRY_SECONDS, HANG_SECONDS },
});
const effects = defineEffects(fetcher, {
  fetch: async (_args, { key }) => (await fetch(`${effectUrl}?key=${encodeURIComponent(key)}`)).text(),
});
const tallyEffects = defineEffects(tally, {
  async count(_args, { key, store }) {
    const total = await store.once(key, async (data) => {
      const matches = Number((await data.get('matches')) ?? 0) + 1;
      await data.set('matches', matches);
      await data.rows('history').add({ key }, { score: matches });
      return matches;
    });
    // The process may be killed meanwhile: what was counted is counted, and the match knows nothing of it.
    await fetch(`${effectUrl}?key=${encodeURIComponent(key)}`);
    return total;
  },
});
const server = await startServer(settings, {
  games: [
    { game: counter, bot: counterBot },
    { game: { ...counter, name: 'hasty', reconnectGraceMs: 5_000 } },
    { game: fetcher, effects },
    { game: tally, effects: tallyEffects },
    { game: rounds },
    { game: stuckTurnGame },
    { game: crashingGame, bot: crashingBot, effects: crashingEffects },
    { game: longGame },
    { game: nestedObjectsGame },
    { game: walkers },
    { game: arena, bot: arenaBot },
    ...changingGames(version).map((game) => ({ game })),
  ],
  journal,
  log,
});
opened(server);
process.on('SIGUSR2', makeRoom);
console.log(`open at http://127.0.0.1:${port}`);

/** Lets each call take all space from the journal's file, or give it back. */
function watchSpace(): () => void {
  let writer: DatabaseSync | undefined;
  let isFull = false;
  DatabaseSync.prototype.prepare = new Proxy(DatabaseSync.prototype.prepare, {
    apply(prepare, database: DatabaseSync, [sql]: [string]) {
      if (sql.startsWith('INSERT INTO rows')) writer = database;
      return Reflect.apply(prepare, database, [sql]);
    },
  });
  return () => {
    isFull = !isFull;
    writer?.exec(`PRAGMA max_page_count = ${isFull ? 1 : 2 ** 30}`);
    process.stderr.write(isFull ? 'the disk is full\n' : 'the disk has space\n');
  };
}
