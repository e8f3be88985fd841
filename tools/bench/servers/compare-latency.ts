/** How long it takes from a client's message to the patch that shows it, at the same tick rate, in rooms for one. */
import { compare, quantile, type BenchResult } from '../figures.ts';
import type { LoadOrder } from '../load/load-side.ts';
import type { BenchProgress } from '../progress.ts';
import { ServerComparison } from './comparison.ts';

const SERVERS = [
  { name: 'greenroom', file: './servers/greenroom-server.ts' },
  { name: 'colyseus', file: './servers/colyseus-server.ts' },
] as const;
type ServerName = (typeof SERVERS)[number]['name'];
const ROOMS = 60;
const OTHER = 'Colyseus defaults';

export async function compareLatency(quick: boolean, progress: BenchProgress): Promise<BenchResult[]> {
  const rounds = quick ? 1 : 5;
  const comparison = await ServerComparison.open<ServerName, LoadOrder>(SERVERS, './load/load-side.ts');
  const runs = new Map<ServerName, number[][]>(comparison.servers.map(({ name }) => [name, []]));
  try {
    for (let round = 1; round <= rounds; round++) {
      for (const server of comparison.servers) {
        progress.say(`latency: ${server.name}, round ${round} of ${rounds}`);
        const latenciesMs = await comparison.withLoad(sitOf(server.origin), { kind: 'leave' }, async () => {
          const answer = await comparison.orderLoad<{ latenciesMs: number[] }>({
            kind: 'react',
            ms: quick ? 2_000 : 3_000,
          });
          return answer.latenciesMs;
        });
        runs.get(server.name)?.push(latenciesMs);
      }
    }
  } finally {
    comparison.close();
  }
  const at = (name: ServerName, part: number): number[] => (runs.get(name) ?? []).map((run) => quantile(run, part));
  const header = { other: OTHER, unit: 'ms', kind: 'part' } as const;
  const p50 = { ...header, what: 'message → patch, p50', budget: { atMost: 0.55 } };
  const p99 = { ...header, what: 'message → patch, p99' };
  return [
    compare(p50, at('greenroom', 0.5), at('colyseus', 0.5)),
    compare(p99, at('greenroom', 0.99), at('colyseus', 0.99)),
  ];
}

function sitOf(origin: string): LoadOrder {
  return { kind: 'sit', origin, door: 'colyseus', rooms: ROOMS, perRoom: 1 };
}
