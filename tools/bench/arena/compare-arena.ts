/** Compares the arena with the same game as a Colyseus room with callbacks: CPU and bytes per player, latency and lateness. */
import { setTimeout as sleep } from 'node:timers/promises';
import { TICK_RATE } from '../../../shared/games/arena/constants.ts';
import { asOperator, OPERATOR_PASSWORD } from '../../../test/support/operator.ts';
import { compare, quantile, type Comparison, type BenchResult } from '../figures.ts';
import type { BenchProgress } from '../progress.ts';
import { noteSlowRuns, ServerComparison, type RunningComparedServer } from '../servers/comparison.ts';
import type { ArenaOrder, ArenaTraffic } from './load/load-side.ts';

const SERVERS = [
  { name: 'greenroom', file: './arena/greenroom-server.ts' },
  { name: 'callbacks', file: './arena/callback/server.ts' },
] as const;
type ServerName = (typeof SERVERS)[number]['name'];
type ArenaContest = ServerComparison<ServerName, ArenaOrder>;

const OTHER = 'Colyseus callbacks';
/** In all rooms together. */
const PLAYERS = 120;
const SIZES = [10, 30, 60];
const WARM_UPS = 3;

interface Run {
  /** CPU time for one player and one tick, in µs. */
  readonly cpuUs: number;
  /** Per player and second. */
  readonly bytes: number;
  /** Patches per player and second. */
  readonly hertz: number;
}

export async function compareArena(quick: boolean, progress: BenchProgress): Promise<BenchResult[]> {
  const comparison: ArenaContest = await ServerComparison.open<ServerName, ArenaOrder>(
    SERVERS,
    './arena/load/load-side.ts',
  );
  try {
    return [
      ...(await compareRooms(comparison, quick, progress)),
      ...(await compareReactions(comparison, quick, progress)),
      ...(await measureLateness(comparison, quick, progress)),
    ];
  } finally {
    comparison.close();
  }
}

async function compareRooms(comparison: ArenaContest, quick: boolean, progress: BenchProgress): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  const bytesBySize = new Map<number, number[]>();
  for (const size of SIZES) {
    const runs = await runsOf(comparison, size, quick, progress);
    const of = (name: ServerName, figure: keyof Run): number[] => runs[name].map((run) => run[figure]);
    const header = { other: OTHER, kind: 'part' } as const;
    const cpu = `CPU per player and tick, rooms of ${size}`;
    const bytes = `bytes per player and second, rooms of ${size}`;
    results.push(
      compare(
        { ...header, what: cpu, unit: 'µs', budget: { atMost: 1 } },
        of('greenroom', 'cpuUs'),
        of('callbacks', 'cpuUs'),
      ),
      compare({ ...header, what: bytes, unit: 'B' }, of('greenroom', 'bytes'), of('callbacks', 'bytes')),
    );
    bytesBySize.set(size, of('greenroom', 'bytes'));
    for (const { name } of comparison.servers)
      noteSlowRuns(progress, `arena: ${name}`, of(name, 'hertz'), TICK_RATE, ` in rooms of ${size}`);
  }
  const [few, many] = [Math.min(...SIZES), Math.max(...SIZES)];
  const flat = { what: `bytes per player and second, rooms of ${many}`, other: `rooms of ${few}` } as const;
  const [inFew = [], inMany = []] = [bytesBySize.get(few), bytesBySize.get(many)];
  return [...results, compare({ ...flat, unit: 'B', kind: 'part' }, inMany, inFew)];
}

/** The clients of both servers stay connected and play in turns, so that a busy machine slows both sides down. */
async function runsOf(
  comparison: ArenaContest,
  size: number,
  quick: boolean,
  progress: BenchProgress,
): Promise<Record<ServerName, Run[]>> {
  const runs: Record<ServerName, Run[]> = { greenroom: [], callbacks: [] };
  const { servers } = comparison;
  const rounds = quick ? 3 : 15;
  for (const server of servers) await comparison.orderLoad(sitOf(server, 'arena', PLAYERS / size, size));
  // The first rounds do not count: code is compiled, and spawn protection prevents damage.
  for (let round = 1 - WARM_UPS; round <= rounds; round++) {
    for (const server of round % 2 === 0 ? servers : servers.toReversed()) {
      progress.say(`arena: ${server.name}, rooms of ${size}, round ${Math.max(0, round)} of ${rounds}`);
      const run = await runOnce(comparison, server, quick ? 800 : 1_500);
      if (round > 0) runs[server.name].push(run);
    }
  }
  for (const { name } of servers) await comparison.orderLoad({ crowd: name, kind: 'leave' });
  return runs;
}

async function runOnce(
  comparison: ArenaContest,
  { name, cpuMs }: RunningComparedServer<ServerName>,
  ms: number,
): Promise<Run> {
  const before = await cpuMs();
  const traffic = await comparison.orderLoad<ArenaTraffic>({ crowd: name, kind: 'play', ms });
  const took = (await cpuMs()) - before;
  const seconds = traffic.ms / 1_000;
  return {
    // Per patch, not per second: a server that falls behind must not look cheaper.
    cpuUs: (took * 1_000) / traffic.patches,
    bytes: traffic.bytes / PLAYERS / seconds,
    hertz: traffic.patches / PLAYERS / seconds,
  };
}

/** The latency from an input frame to the patch that shows it. */
async function compareReactions(
  comparison: ArenaContest,
  quick: boolean,
  progress: BenchProgress,
): Promise<Comparison[]> {
  const rounds = quick ? 1 : 5;
  const [rooms, perRoom] = [10, 6];
  const latencies = { greenroom: [] as number[][], defaults: [] as number[][], arena: [] as number[][] };
  for (let round = 1; round <= rounds; round++) {
    progress.say(`arena: latency, round ${round} of ${rounds}`);
    for (const server of comparison.servers) {
      for (const room of server.name === 'greenroom' ? (['arena'] as const) : (['defaults', 'arena'] as const)) {
        const { latenciesMs } = await withCrowd(comparison, server, room, rooms, perRoom, () =>
          comparison.orderLoad<{ latenciesMs: number[] }>({
            crowd: server.name,
            kind: 'react',
            ms: quick ? 1_500 : 3_000,
          }),
        );
        latencies[server.name === 'greenroom' ? 'greenroom' : room].push(latenciesMs);
      }
    }
  }
  const at = (runs: readonly number[][], part: number): number[] => runs.map((run) => quantile(run, part));
  const header = { what: 'input → patch, p50', unit: 'ms', kind: 'part' } as const;
  const toDefaults = { ...header, other: 'Colyseus defaults', budget: { atMost: 0.55 } };
  return [
    compare(toDefaults, at(latencies.greenroom, 0.5), at(latencies.defaults, 0.5)),
    compare({ ...header, other: OTHER }, at(latencies.greenroom, 0.5), at(latencies.arena, 0.5)),
    compare(
      { ...header, what: 'input → patch, p99', other: 'Colyseus defaults' },
      at(latencies.greenroom, 0.99),
      at(latencies.defaults, 0.99),
    ),
  ];
}

/** Late ticks with many rooms, and the intervals between their patches. */
async function measureLateness(
  comparison: ArenaContest,
  quick: boolean,
  progress: BenchProgress,
): Promise<BenchResult[]> {
  const [rooms, perRoom] = [20, 10];
  const rounds = quick ? 2 : 5;
  const gaps: Record<ServerName, number[]> = { greenroom: [], callbacks: [] };
  const late: number[] = [];
  for (const server of comparison.servers) await comparison.orderLoad(sitOf(server, 'arena', rooms, perRoom));
  for (let round = 0; round <= rounds; round++) {
    for (const server of comparison.servers) {
      progress.say(`arena: ${rooms} rooms of ${perRoom}, round ${round} of ${rounds}`);
      const before = await lateTicks(server);
      const order = { crowd: server.name, kind: 'play', ms: quick ? 1_500 : 4_000 } as const;
      const { gapP99Ms, patches } = await comparison.orderLoad<ArenaTraffic>(order);
      if (round === 0) continue;
      gaps[server.name].push(gapP99Ms);
      if (server.name === 'greenroom') late.push(((await lateTicks(server)) - before) / (patches / perRoom));
    }
  }
  for (const { name } of comparison.servers) await comparison.orderLoad({ crowd: name, kind: 'leave' });
  const header = { what: `from patch to patch, p99, ${rooms} rooms of ${perRoom}`, unit: 'ms', kind: 'part' } as const;
  return [
    { what: `ticks late, ${rooms} rooms of ${perRoom}`, unit: '%', value: quantile(late, 0.5) * 100 },
    compare({ ...header, other: OTHER }, gaps.greenroom, gaps.callbacks),
  ];
}

/** Only Greenroom counts them. */
async function lateTicks({ name, origin }: RunningComparedServer<ServerName>): Promise<number> {
  if (name !== 'greenroom') return 0;
  const metrics = await (await fetch(`${origin}/metrics`, asOperator(OPERATOR_PASSWORD))).text();
  return Number(/^greenroom_late_ticks_total (\d+)/m.exec(metrics)?.[1]);
}

function sitOf(
  { name, origin }: RunningComparedServer<ServerName>,
  room: string,
  rooms: number,
  perRoom: number,
): ArenaOrder {
  return { crowd: name, kind: 'sit', origin, room, rooms, perRoom };
}

async function withCrowd<T>(
  comparison: ArenaContest,
  server: RunningComparedServer<ServerName>,
  room: string,
  rooms: number,
  perRoom: number,
  fn: () => Promise<T>,
): Promise<T> {
  const leave = { crowd: server.name, kind: 'leave' } as const;
  const result = await comparison.withLoad(sitOf(server, room, rooms, perRoom), leave, fn);
  // Rooms close before the next crowd comes.
  await sleep(200);
  return result;
}
