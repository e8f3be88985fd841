/** A thread that does for the journal what would hold up the rooms: it moves the log into the file, and makes replay files. */
import { parentPort, workerData } from 'node:worker_threads';
import { ReplayProblem } from '../../shared/runtime/host.ts';
import { fileIn, openBeside } from './database.ts';
import { problemOf } from './problems.ts';
import { JournalReader } from './reader.ts';
import { packReplay } from './replay-file.ts';
import { checkpointWal } from './wal-checkpoint.ts';
import { syncWatermark } from './watermark.ts';
import type { MaintenanceReply, MaintenanceData, MaintenanceRequest } from './maintenance-thread.ts';

const SWEEP_MS = 500;

const port = parentPort!;
const { folder } = workerData as MaintenanceData;
const database = openBeside(folder);
const reader = new JournalReader(database, fileIn(folder));
let making: Promise<void> = Promise.resolve();
let closed = false;

const timer = setInterval(() => {
  try {
    checkpointWal(database);
    tell({ kind: 'swept' });
  } catch (error) {
    tell({ kind: 'sweep-failed', message: problemOf(fileIn(folder), error).message });
  }
  try {
    // After a power cut it has to know more than the log that was cut short.
    syncWatermark(folder);
  } catch (error) {
    tell({ kind: 'mark-failed', message: error instanceof Error ? error.message : String(error) });
  }
}, SWEEP_MS);

port.on('message', (order: MaintenanceRequest) => {
  if (order.kind === 'close') closed = true;
  making = making.then(() => (order.kind === 'close' ? close() : make(order.slot)));
});

async function make(slot: number): Promise<void> {
  // What has not been made when the server stops is made when it is asked for.
  if (closed) return;
  try {
    const match = reader.match(slot);
    const recording = match && reader.recordingOf(match);
    tell({ kind: 'made', slot, file: recording && (await packReplay(recording)) });
  } catch (error) {
    const isTooLarge = error instanceof ReplayProblem && error.code === 'too-large';
    if (isTooLarge) tell({ kind: 'impossible', slot, message: error.message });
    else tell({ kind: 'failed', slot, message: problemOf(fileIn(folder), error).message });
  }
}

function close(): void {
  clearInterval(timer);
  database.close();
  port.close();
}

function tell(answer: MaintenanceReply): void {
  port.postMessage(answer);
}
