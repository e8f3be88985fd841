/** The inside of a process of a benchmark: orders come as JSON lines, and each is answered with one. */
import { createInterface } from 'node:readline';

/** Answers orders one after the other, until the input ends. */
export function serveOrders<Order>(answer: (order: Order) => Promise<object>): void {
  const lines = createInterface({ input: process.stdin });
  void (async () => {
    for await (const line of lines) {
      const result = await answer(JSON.parse(line) as Order);
      process.stdout.write(`${JSON.stringify(result)}\n`);
    }
    process.exit();
  })();
}

/** The CPU time of this process while `fn` runs, in ns. */
export async function cpuOf(fn: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await fn();
  const { user, system } = process.cpuUsage(before);
  return (user + system) * 1_000;
}
