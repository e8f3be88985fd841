import type { Target } from '../target.ts';

/** Counts of an attack, by name. */
export type AttackCounts = Readonly<Record<string, number>>;

export interface Attack {
  readonly name: string;
  /** One line that says what it does. */
  readonly title: string;
  run(target: Target): Promise<AttackCounts>;
}
