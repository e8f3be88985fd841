/** The thread of the watchdog. It counts its own heartbeats, so it stands still where the whole process does, as in a paused machine. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { workerData } from 'node:worker_threads';
import { activityFile, readActivity, writeEnding, type LastRun } from './activity-record.ts';
import { HEARTBEAT_MS, HUNG_SIGNAL, type WatchdogData } from './watchdog.ts';

/** Missed heartbeats after which this is logged. */
const LOG_AFTER = 12;
/** pino's numbers. */
const LEVELS = { error: 50, fatal: 60 } as const;

const { heartbeats, folder, endAfter, silent } = workerData as WatchdogData;
const counter = new Int32Array(heartbeats);

let last = -1;
let missed = 0;
for (;;) {
  await sleep(HEARTBEAT_MS);
  const now = Atomics.load(counter, 0);
  missed = now === last ? missed + 1 : 0;
  last = now;
  if (missed === LOG_AFTER) tell('error', 'rooms blocked: something blocks their thread');
  if (missed === endAfter) {
    tell('fatal', 'rooms blocked: process exits for a restart');
    await end();
  }
}

function tell(level: keyof typeof LEVELS, msg: string): void {
  if (silent) return;
  const line = {
    level: LEVELS[level],
    time: Date.now(),
    ...whoRuns(readActivity(folder)),
    blockedMs: missed * HEARTBEAT_MS,
    msg,
  };
  // A thread's stream goes through the blocked thread.
  writeSync(2, `${JSON.stringify(line)}\n`);
}

function whoRuns(run: LastRun | undefined): object {
  if (run === undefined) return {};
  const { doing, effects } = run;
  const rooms = doing.by?.map(({ room, game, tick }) => ({ room, game, tick }));
  return { doing: doing.at, part: doing.part, rooms, effects: effects.length > 0 ? effects : undefined };
}

async function end(): Promise<void> {
  const file = openSync(activityFile(folder), 'r+');
  writeEnding(file, { by: 'hang' });
  closeSync(file);
  try {
    process.kill(process.pid, HUNG_SIGNAL);
    await sleep(1_000);
  } finally {
    process.kill(process.pid, 'SIGKILL');
  }
}
