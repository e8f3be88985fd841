/** How long it takes to bring rooms back whose server was killed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { asOperator, OPERATOR_PASSWORD } from '../../../test/support/operator.ts';
import { quantile, type BenchResult } from '../figures.ts';
import type { BenchProgress } from '../progress.ts';
import { BenchProcess } from '../bench-process.ts';
import { inFolder } from './folder.ts';
import type { PrepareOrder } from './prepare-side.ts';

const SERVER = new URL('../../../server/main.ts', import.meta.url).pathname;

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
  const child = spawn(process.execPath, [SERVER], {
    env: {
      PATH: process.env.PATH,
      HOST: '127.0.0.1',
      PORT: '0',
      DATA_DIR: folder,
      LOG_LEVEL: 'warn',
      OPERATOR_PASSWORD,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (bytes) => (said += bytes));
  child.stderr.on('data', (bytes) => (said += bytes));
  const ended = once(child, 'exit').then(() => Promise.reject(new Error(`the server ended: ${said}`)));
  ended.catch(() => {});
  try {
    let url: string | undefined;
    while ((url = /http:\S+/.exec(said)?.[0]) === undefined) await Promise.race([once(child.stdout, 'data'), ended]);
    const tookMs = performance.now() - startMs;
    const metrics = await (await fetch(`${url}/metrics`, asOperator(OPERATOR_PASSWORD))).text();
    const back = Number(/^greenroom_rooms_recovered_total (\d+)/m.exec(metrics)?.[1]);
    if (back !== rooms) throw new Error(`${back} of ${rooms} rooms came back: ${said}`);
    return tookMs / 1_000;
  } finally {
    child.kill('SIGKILL');
  }
}
