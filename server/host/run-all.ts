/** Steps of which each has to be taken, whatever becomes of those before it. */

/** @throws the first error, when all were taken */
export function runAll(...steps: readonly (() => void)[]): void {
  const errors: unknown[] = [];
  for (const step of steps) {
    try {
      step();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}
