/** What all attacks have in common. */
import type { Target } from '../target.ts';

/** Counts of an attack, by name. */
export type AttackCounts = Readonly<Record<string, number>>;

export interface Attack {
  readonly name: string;
  /** One line that says what it does. */
  readonly title: string;
  run(target: Target): Promise<AttackCounts>;
}

/**
 * An attack that asks for something again and again, in `lanes` at a time. Its outcome is how often that was granted, and how often not.
 *
 * @param granted the name of what is granted, in the outcome
 */
export function asking(
  name: string,
  title: string,
  { lanes, granted }: { readonly lanes: number; readonly granted: string },
  isGranted: (target: Target) => Promise<boolean>,
): Attack {
  return {
    name,
    title,
    async run(target) {
      const counts = await target.count(lanes, () => isGranted(target));
      return { [granted]: counts.granted, refused: counts.refused };
    },
  };
}
