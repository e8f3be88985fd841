/** `npm test`: types, lint, format and all tests. `npm run check` is the same with the fast tests alone; what else is given goes to Vitest. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAST } from './projects.ts';

const modules = join(import.meta.dirname, '../node_modules');
const [first, ...others] = process.argv.slice(2);
const fast = first === '--fast';
const forVitest = fast ? [...FAST.flatMap((name) => ['--project', name]), ...others] : process.argv.slice(2);

run('typescript', 'tsc');
run('typescript', 'tsc', '-p', 'shared');
run('oxlint', 'oxlint');
run('oxfmt', 'oxfmt', '--check');
run('vitest', 'vitest', 'run', ...forVitest);

/** Runs a package's command with the Node that runs this, and ends with it where it fails. */
function run(name: string, command: string, ...args: readonly string[]): void {
  const { bin } = JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')) as {
    bin: Record<string, string>;
  };
  const script = join(modules, name, bin[command] ?? '');
  const { status, error } = spawnSync(process.execPath, [script, ...args], { stdio: 'inherit' });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
