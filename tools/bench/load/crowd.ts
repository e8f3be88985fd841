/** What the clients of all server benchmarks do together: send at a steady rate, or measure how soon a patch shows what they sent. */
import { setTimeout as sleep } from 'node:timers/promises';

/** A patch that takes longer does not come: the message was lost. */
const PATCH_WITHIN_MS = 10_000;
/** Clients are spread over the tick in this many groups. */
const GROUPS = 10;

/** Every client sends once a tick, at its own place in it. Returns how long that took, in ms. */
export async function sendSteadily(
  clients: number,
  periodMs: number,
  ms: number,
  send: (client: number, slot: number) => void,
): Promise<number> {
  const startMs = performance.now();
  const slots = (ms / periodMs) * GROUPS;
  for (let slot = 0; slot < slots; slot++) {
    for (let client = slot % GROUPS; client < clients; client += GROUPS) send(client, slot);
    const nextMs = startMs + ((slot + 1) * periodMs) / GROUPS;
    await sleep(Math.max(0, nextMs - performance.now()));
  }
  return performance.now() - startMs;
}

/** Every client sends, waits for the patch that shows it, rests for up to two ticks, and begins again. */
export async function measureLatencies<Client>(
  clients: readonly Client[],
  periodMs: number,
  ms: number,
  send: (client: Client, shown: () => void, count: number) => void,
): Promise<{ latenciesMs: number[] }> {
  const endMs = performance.now() + ms;
  const latenciesMs: number[] = [];
  const one = async (client: Client): Promise<void> => {
    await sleep(Math.random() * 2 * periodMs);
    while (performance.now() < endMs) {
      const shown = Promise.withResolvers<void>();
      const timer = setTimeout(() => shown.reject(new Error('no patch showed a message')), PATCH_WITHIN_MS);
      const startMs = performance.now();
      send(client, shown.resolve, latenciesMs.length);
      await shown.promise;
      clearTimeout(timer);
      latenciesMs.push(performance.now() - startMs);
      await sleep(Math.random() * 2 * periodMs);
    }
  };
  await Promise.all(clients.map(one));
  return { latenciesMs };
}
