/** Whether this machine has a Python that runs examples/python. */
import { spawnSync } from 'node:child_process';

const CHECK = 'import sys; print(sys.version_info >= (3, 10))';

export const hasPython = spawnSync('python3', ['-c', CHECK], { encoding: 'utf8' }).stdout?.trim() === 'True';
