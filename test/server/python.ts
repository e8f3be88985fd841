/** Whether tests of examples/python are skipped: this machine has no Python that runs it, and none is required. */
import { spawnSync } from 'node:child_process';

const CHECK = 'import sys; print(sys.version_info >= (3, 10))';

export const isWithoutPython =
  !process.env.REQUIRE_PYTHON && spawnSync('python3', ['-c', CHECK], { encoding: 'utf8' }).stdout?.trim() !== 'True';
