/** The plan of one simulated match, as plain data: it can be reported, run again, and shrunk. */
import type { FaultKind } from './fault-kinds.ts';

/** One player's connection. */
export interface LinePlan {
  /** One way. */
  readonly latencyMs: number;
  readonly jitterMs: number;
  /** Towards the client; undefined: unlimited. */
  readonly bytesPerSecond: number | undefined;
}

export interface PlayerPlan {
  readonly name: string;
  /** In ms from the start. */
  readonly joinsMs: number;
  readonly spectates: boolean;
  readonly line: LinePlan;
}

/** A fault at a time in ms from the start. `player` is an index into the plan's players. */
export type PlannedFault = { readonly atMs: number } & (
  | { readonly kind: 'stall'; readonly player: number; readonly forMs: number }
  | { readonly kind: 'disconnect'; readonly player: number; readonly forMs: number }
  | { readonly kind: 'storm'; readonly forMs: number }
  | { readonly kind: 'leave'; readonly player: number }
  | { readonly kind: 'duplicate'; readonly player: number; readonly back: number }
  | { readonly kind: 'hostile'; readonly player: number; readonly count: number; readonly seed: string }
  /** The process crashes after it has passed this many more crash points; `torn`: this many more commits. */
  | { readonly kind: 'crash' | 'torn'; readonly points: number; readonly forMs: number }
  | { readonly kind: 'upgrade'; readonly points: number; readonly forMs: number; readonly changes: boolean }
  | { readonly kind: 'disk' }
  | { readonly kind: 'full'; readonly forMs: number }
  | { readonly kind: 'effect'; readonly how: 'fail' | 'hang' | 'lose' }
  | { readonly kind: 'jump'; readonly forMs: number }
);

export interface Plan {
  readonly game: string;
  readonly seed: number;
  readonly faultKinds: readonly FaultKind[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly players: readonly PlayerPlan[];
  /** By time. */
  readonly faults: readonly PlannedFault[];
  /** There are no more faults from then on, other than `crashPoints`. */
  readonly healsMs: number;
  /** The first process crashes at the first of these points, counted from 0 when it starts; the second at the second, and so on. */
  readonly crashPoints?: readonly number[] | undefined;
}

/** The number of a plan within its run: its seed, or the last crash point. */
export function runNumber({ seed, crashPoints }: Plan): number {
  return crashPoints?.at(-1) ?? seed;
}

/** Names a plan in a report. */
export function planName({ seed, crashPoints }: Plan): string {
  return crashPoints === undefined
    ? `seed ${seed}`
    : `seed ${seed} with a crash at point ${crashPoints.join(', then ')}`;
}
