/** What a server's process works for one client and one tick: 500 clients in rooms of ten, who all walk at 20 Hz. */
import { compare, type BenchResult } from '../figures.ts';
import type { LoadOrder, LoadTraffic } from '../load/load-side.ts';
import type { BenchProgress } from '../progress.ts';
import { ROOM_SIZE, TICK_RATE } from '../walk/field.ts';
import { noteSlowRuns, ServerComparison, type RunningComparedServer } from './comparison.ts';

const CLIENTS = 500;
const SERVERS = [
  { name: 'greenroom', file: './servers/greenroom-server.ts' },
  { name: 'colyseus', file: './servers/colyseus-server.ts' },
  { name: 'unwritten', file: './servers/unwritten-server.ts' },
  { name: 'bare', file: './servers/bare-server.ts' },
] as const;
type ServerName = (typeof SERVERS)[number]['name'];
const OTHERS = { colyseus: 'Colyseus callbacks', bare: 'bare ws', unwritten: 'without journal' } as const;

interface Run {
  /** CPU time for one client and one tick. */
  readonly cpuUs: number;
  /** Patches a client got in a second. */
  readonly hertz: number;
}

export async function compareCpu(quick: boolean, progress: BenchProgress): Promise<BenchResult[]> {
  const rounds = quick ? 2 : 5;
  const comparison = await ServerComparison.open<ServerName, LoadOrder>(SERVERS, './load/load-side.ts');
  const runs = new Map<ServerName, Run[]>(comparison.servers.map(({ name }) => [name, []]));
  try {
    // The first round does not count: code is compiled.
    for (let round = 0; round <= rounds; round++) {
      for (const server of round % 2 === 0 ? comparison.servers : comparison.servers.toReversed()) {
        progress.say(`cpu: ${server.name}, round ${round} of ${rounds}`);
        const run = await runOnce(comparison, server, quick ? 1_500 : round === 0 ? 8_000 : 4_000);
        if (round > 0) runs.get(server.name)?.push(run);
      }
    }
  } finally {
    comparison.close();
  }
  for (const [name, ofName] of runs) {
    const hertz = ofName.map((run) => run.hertz);
    noteSlowRuns(progress, `cpu: ${name}`, hertz, TICK_RATE);
  }
  const cpu = (name: ServerName): number[] => (runs.get(name) ?? []).map(({ cpuUs }) => cpuUs);
  const header = { what: 'CPU per client and tick', unit: 'µs', kind: 'part' } as const;
  return [
    compare({ ...header, other: OTHERS.colyseus, budget: { atMost: 1 } }, cpu('greenroom'), cpu('colyseus')),
    compare({ ...header, other: OTHERS.unwritten }, cpu('greenroom'), cpu('unwritten')),
    compare({ ...header, other: OTHERS.bare }, cpu('greenroom'), cpu('bare')),
  ];
}

async function runOnce(
  comparison: ServerComparison<ServerName, LoadOrder>,
  server: RunningComparedServer<ServerName>,
  ms: number,
): Promise<Run> {
  const door = server.name === 'bare' ? 'bare' : 'colyseus';
  const rooms = CLIENTS / ROOM_SIZE;
  const sit = { kind: 'sit', origin: server.origin, door, rooms, perRoom: ROOM_SIZE } as const;
  return comparison.withLoad(sit, { kind: 'leave' }, async () => {
    await comparison.orderLoad({ kind: 'play', ms: 500 });
    const before = await server.cpuMs();
    const traffic = await comparison.orderLoad<LoadTraffic>({ kind: 'play', ms });
    const cpuMs = (await server.cpuMs()) - before;
    // Per patch, not per second: a server that falls behind must not look cheaper.
    return { cpuUs: (cpuMs * 1_000) / traffic.received, hertz: traffic.received / CLIENTS / (traffic.ms / 1_000) };
  });
}
