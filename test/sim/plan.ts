/** All that one simulated match is drawn from: plain data, so that it can be told, played again, and made smaller. */
import type { FaultKind } from './fault-kinds.ts';

/** How one person's line is. */
export interface LinePlan {
  /** One way. */
  readonly latencyMs: number;
  readonly jitterMs: number;
  /** Towards the client; undefined: as many as there are. */
  readonly bytesPerSecond: number | undefined;
}

export interface PlayerPlan {
  readonly name: string;
  /** When it comes, in ms from the beginning. */
  readonly comesMs: number;
  readonly watches: boolean;
  readonly line: LinePlan;
}

/** One thing that goes wrong, at a time in ms from the beginning. `person` counts the people from 0. */
export type PlannedFault = { readonly atMs: number } & (
  | { readonly fault: 'stall'; readonly person: number; readonly forMs: number }
  | { readonly fault: 'disconnect'; readonly person: number; readonly forMs: number }
  | { readonly fault: 'storm'; readonly forMs: number }
  | { readonly fault: 'leave'; readonly person: number }
  | { readonly fault: 'duplicate'; readonly person: number; readonly back: number }
  | { readonly fault: 'hostile'; readonly person: number; readonly count: number; readonly seed: string }
  /** The process dies when it has passed so many more points that can be told apart; `torn`: so many more commits. */
  | { readonly fault: 'crash' | 'torn'; readonly points: number; readonly forMs: number }
  | { readonly fault: 'upgrade'; readonly points: number; readonly forMs: number; readonly changes: boolean }
  | { readonly fault: 'disk' }
  | { readonly fault: 'full'; readonly forMs: number }
  | { readonly fault: 'effect'; readonly how: 'fail' | 'hang' | 'lose' }
  | { readonly fault: 'jump'; readonly forMs: number }
);

export interface Plan {
  readonly game: string;
  readonly seed: number;
  /** The classes of faults that it has. */
  readonly faults: readonly FaultKind[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly people: readonly PlayerPlan[];
  /** By time. */
  readonly mishaps: readonly PlannedFault[];
  /** From then on nothing goes wrong any more. */
  readonly healsMs: number;
}
