import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node';
import { FAST, FAST_FILE_MS } from './projects.ts';

/** Says at the very end which tests were skipped, by name, which are no longer fast, and how many passed and failed. */
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
    for (const { relativeModuleId, ms } of modules.map(timed).filter(isTooSlow)) {
      this.say(
        `slow: ${relativeModuleId} took ${Math.round(ms / 1_000)} s: if it always does, put it among the slow tests (test/projects.ts)`,
      );
    }
    for (const test of skipped) this.say(`skipped: ${test.module.relativeModuleId} > ${test.fullName}${note(test)}`);
    this.say(`${count('passed')} passed, ${count('failed') + broken} failed, ${skipped.length} skipped`);
  }

  private say(line: string): void {
    this.vitest?.logger.log(line);
  }
}

interface Timed {
  readonly relativeModuleId: string;
  readonly project: string;
  readonly ms: number;
}

function timed(module: TestModule): Timed {
  return { relativeModuleId: module.relativeModuleId, project: module.project.name, ms: module.diagnostic().duration };
}

function isTooSlow({ project, ms }: Timed): boolean {
  return FAST.some((name) => name === project) && ms > FAST_FILE_MS;
}

function note(test: TestCase): string {
  const result = test.result();
  return result.state === 'skipped' && result.note ? ` (${result.note})` : '';
}
