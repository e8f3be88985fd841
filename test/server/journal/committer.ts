/** A process that commits until it is killed, and tells of each commit that has returned: its number, a line each. */
import { writeSync } from 'node:fs';
import { pino } from 'pino';
import { SqliteStore } from '../../../server/journal/sqlite-store.ts';
import { frame, recordOf, say, traceOf } from './matches.ts';

const [folder = '', waitMs = '0'] = process.argv.slice(2);
let now = 0;
const log = pino({ level: 'silent' });
const store = await SqliteStore.open({ folder, level: 'process', log, waitMs: Number(waitMs), now: () => now });
const slots = ['A', 'B', 'C'].map((id) => store.open(recordOf(id)));
tell('open');
for (let tick = 1; tick <= 5000; tick++) {
  // Ten seconds of play are over every few commits, so that the kill may come while matches are folded.
  now += 700;
  store.checkpoint(slots[0]!, tick - 1, Buffer.from(`${tick}`));
  store.commit(slots.map((slot) => frame(slot, tick, [say('ann', `${slot} ${tick}`)], traceOf(tick - 1, 'next'))));
  tell(`${tick}`);
  await new Promise(setImmediate);
}
// A kill that comes late finds it waiting.
setInterval(() => {}, 60_000);

function tell(line: string): void {
  for (;;) {
    try {
      writeSync(1, `${line}\n`);
      return;
    } catch (error) {
      // The listener is behind: this waits.
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
    }
  }
}
