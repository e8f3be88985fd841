// Installs the packages of a new project, with the package manager that runs this command.
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { BadOption } from './bad-option.mjs';

/**
 * @param {string | undefined} agent such as `pnpm/10.1.0 npm/? node/v24.0.0 linux x64`
 * @returns {string}
 */
export function managerOf(agent = '') {
  return /^(pnpm|yarn)\//.exec(agent)?.[1] ?? 'npm';
}

/**
 * @param {string} folder
 * @param {string} manager
 */
export function installIn(folder, manager) {
  const shell = process.platform === 'win32';
  const { status } = spawnSync(manager, ['install'], { cwd: folder, stdio: 'inherit', shell });
  if (status !== 0) throw new BadOption(`${manager} install failed: repeat it in ${folder}.`);
}
