/** Runs steps each of which has to run, whether those before it throw or not. */

/** @throws the first error, after all have run */
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
