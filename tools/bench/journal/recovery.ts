/** How long it takes to bring rooms back whose server was killed. */
import { asOperator, OPERATOR_PASSWORD } from '../../../test/support/operator.ts';
import { SERVER_FILE, ServerRun } from '../../../test/support/server-process.ts';
import { quantile, type BenchResult } from '../figures.ts';
import type { BenchProgress } from '../progress.ts';
import { BenchProcess } from '../bench-process.ts';
import { inFolder } from './folder.ts';
import type { PrepareOrder } from './prepare-side.ts';

/** From the start of the process to its open port. */
export async function recoveryTime(
  order: Omit<PrepareOrder, 'folder'>,
  what: string,
  rounds: number,
  progress: BenchProgress,
): Promise<BenchResult> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    progress.say(`journal: ${what}, ${round + 1} of ${rounds}`);
    await inFolder(async (folder) => {
      const side = BenchProcess.node('the journal', './journal/prepare-side.ts');
      await side.ask<object>({ folder, ...order } satisfies PrepareOrder);
      times.push(await startAndKill(folder, order.rooms));
    });
  }
  return {
    what: `${what}, from process start to open port`,
    unit: 's',
    value: quantile(times, 0.5),
    budget: { atMost: 3 },
  };
}

async function startAndKill(folder: string, rooms: number): Promise<number> {
  const startMs = performance.now();
  const run = new ServerRun([process.execPath, SERVER_FILE], {
    env: { PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'warn', OPERATOR_PASSWORD },
  });
  try {
    const url = await run.opened();
    const tookMs = performance.now() - startMs;
    const metrics = await (await fetch(`${url}/metrics`, asOperator(OPERATOR_PASSWORD))).text();
    const back = Number(/^greenroom_rooms_recovered_total (\d+)/m.exec(metrics)?.[1]);
    if (back !== rooms) throw new Error(`${back} of ${rooms} rooms came back: ${run.err}`);
    return tookMs / 1_000;
  } finally {
    await run.kill();
  }
}
