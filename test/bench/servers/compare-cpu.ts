/** What a server's process works for one client and one tick: 500 clients in rooms of ten, who all walk at 20 Hz. */
import { compare, quantile, type Result } from '../figures.ts';
import type { Traffic } from '../load/load-side.ts';
import type { Progress } from '../progress.ts';
import { ROOM_SIZE, TICK_RATE } from '../walk/field.ts';
import { Arena, type Rival, type ServerName } from './rivals.ts';

const CLIENTS = 500;
const OTHERS = { colyseus: 'Colyseus callbacks', bare: 'bare ws' } as const;
/** Below this part of the full rate the machine was too busy for a fair result. */
const FULL_RATE = 0.95;

interface Run {
  /** CPU time for one client and one tick. */
  readonly cpuUs: number;
  /** Patches a client got in a second. */
  readonly hertz: number;
}

export async function compareCpu(quick: boolean, progress: Progress): Promise<Result[]> {
  const rounds = quick ? 2 : 5;
  const names: readonly ServerName[] = ['greenroom', 'colyseus', 'bare'];
  const arena = await Arena.open(names);
  const runs = new Map<ServerName, Run[]>(names.map((name) => [name, []]));
  try {
    // In the first round everything is compiled: it does not count.
    for (let round = 0; round <= rounds; round++) {
      for (const rival of round % 2 === 0 ? arena.rivals : arena.rivals.toReversed()) {
        progress.say(`cpu: ${rival.name}, round ${round} of ${rounds}`);
        const run = await runOnce(arena, rival, quick ? 1_500 : round === 0 ? 8_000 : 4_000);
        if (round > 0) runs.get(rival.name)?.push(run);
      }
    }
  } finally {
    arena.close();
  }
  warnOfSlowRuns(runs, progress);
  const cpu = (name: ServerName): number[] => (runs.get(name) ?? []).map(({ cpuUs }) => cpuUs);
  const header = { what: 'CPU per client and tick', unit: 'µs', kind: 'part' } as const;
  return [
    compare({ ...header, other: OTHERS.colyseus, budget: { atMost: 1 } }, cpu('greenroom'), cpu('colyseus')),
    compare({ ...header, other: OTHERS.bare }, cpu('greenroom'), cpu('bare')),
  ];
}

async function runOnce(arena: Arena, rival: Rival, ms: number): Promise<Run> {
  return arena.withCrowd(rival, CLIENTS / ROOM_SIZE, ROOM_SIZE, async () => {
    await arena.crowd({ kind: 'play', ms: 500 });
    const before = await rival.cpuMs();
    const traffic = await arena.crowd<Traffic>({ kind: 'play', ms });
    const cpuMs = (await rival.cpuMs()) - before;
    // By patches, not by the clock: a server that falls behind must not look thrifty for it.
    return { cpuUs: (cpuMs * 1_000) / traffic.received, hertz: traffic.received / CLIENTS / (traffic.ms / 1_000) };
  });
}

function warnOfSlowRuns(runs: ReadonlyMap<ServerName, readonly Run[]>, progress: Progress): void {
  for (const [name, ofName] of runs) {
    const hertz = quantile(
      ofName.map((run) => run.hertz),
      0.5,
    );
    if (hertz >= FULL_RATE * TICK_RATE) continue;
    progress.note(`cpu: ${name} kept ${hertz.toFixed(1)} of ${TICK_RATE} patches a second: the machine was busy.`);
  }
}
