import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node';
import { FAST, LONG } from './projects.ts';

const SLOWEST = 10;
/** A file of the fast tests that takes longer than this should be sped up, or moved to the slow ones. */
const FAST_FILE_MS = 5_000;

/** Prints at the end of a run its slowest files, which tests were skipped, and how many passed and failed. */
export class SummaryReporter implements Reporter {
  private vitest: Vitest | undefined;

  onInit(vitest: Vitest): void {
    this.vitest = vitest;
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string): number => tests.filter((test) => test.result().state === state).length;
    const broken = errors.length + modules.filter((module) => module.errors().length > 0).length;
    // With `-t` all the others count as skipped: their names would be noise.
    const filtered = this.vitest?.config.testNamePattern !== undefined;
    const skipped = tests.filter((test) => test.result().state === 'skipped' && (!filtered || note(test)));
    if (modules.length > SLOWEST) for (const line of slowest(modules)) this.say(line);
    for (const test of skipped) this.say(`skipped: ${test.module.relativeModuleId} > ${test.fullName}${note(test)}`);
    this.say(`${count('passed')} passed, ${count('failed') + broken} failed, ${skipped.length} skipped`);
  }

  private say(line: string): void {
    this.vitest?.logger.log(line);
  }
}

function slowest(modules: readonly TestModule[]): string[] {
  return modules
    .map((module) => ({ module, ms: module.diagnostic().duration }))
    .sort((a, b) => b.ms - a.ms)
    .slice(0, SLOWEST)
    .map(({ module, ms }) => {
      const isTooSlow =
        ms > FAST_FILE_MS && FAST.some((name) => name === module.project.name) && !(module.relativeModuleId in LONG);
      const advice = isTooSlow ? ' (too slow for npm run check: see test/projects.ts)' : '';
      return `slow: ${(ms / 1_000).toFixed(1)} s ${module.relativeModuleId}${advice}`;
    });
}

function note(test: TestCase): string {
  const result = test.result();
  return result.state === 'skipped' && result.note ? ` (${result.note})` : '';
}
