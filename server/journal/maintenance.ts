/** The maintenance thread of a journal: moves the WAL into the database, and makes replay files. Both would stall the rooms. */
import { parentPort, workerData } from 'node:worker_threads';
import { ReplayProblem, messageOf } from '../../shared/runtime/host.ts';
import { fileIn, openBeside } from './database.ts';
import { problemOf } from './problems.ts';
import { JournalReader } from './reader.ts';
import { packReplay } from './replay-file.ts';
import { checkpointWal } from './wal-checkpoint.ts';
import { syncWatermark } from './watermark.ts';
import type { MaintenanceReply, MaintenanceData, MaintenanceRequest } from './maintenance-thread.ts';

const CHECKPOINT_MS = 500;

const port = parentPort!;
const { folder } = workerData as MaintenanceData;
const database = openBeside(folder);
const reader = new JournalReader(database, fileIn(folder));
let making: Promise<void> = Promise.resolve();
let closed = false;

const timer = setInterval(() => {
  try {
    checkpointWal(database);
    tell({ kind: 'checkpointed' });
  } catch (error) {
    tell({ kind: 'checkpoint-failed', message: problemOf(fileIn(folder), error).message });
  }
  try {
    // After a power cut it has to know more than a truncated WAL.
    syncWatermark(folder);
  } catch (error) {
    tell({ kind: 'watermark-failed', message: messageOf(error) });
  }
}, CHECKPOINT_MS);

port.on('message', (request: MaintenanceRequest) => {
  if (request.kind === 'close') closed = true;
  making = making.then(() => (request.kind === 'close' ? close() : make(request.slot)));
});

async function make(slot: number): Promise<void> {
  // Replays that were not made when the server stops are made on request.
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

function tell(reply: MaintenanceReply): void {
  port.postMessage(reply);
}
