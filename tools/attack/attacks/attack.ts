/** One way of trying to hurt a server. */
import type { Target } from '../target.ts';

/** What an attack came to: counts by their names. */
export type AttackCounts = Readonly<Record<string, number>>;

export interface Attack {
  readonly name: string;
  /** In one line: what it does. */
  readonly title: string;
  run(target: Target): Promise<AttackCounts>;
}
