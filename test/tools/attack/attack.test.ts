/** A short run of some attacks. `npm run attack` runs all, for longer, and judges what is late, which no test does. */
import { expect, it } from 'vitest';
import { ATTACKS } from '../../../tools/attack/attacks/index.ts';
import { runAttack } from '../../../tools/attack/run.ts';

const MEMORY_MB = 1_024;
const NEVER = { p99Ms: Infinity, maxMs: Infinity, memoryMb: MEMORY_MB };

it.each(['pipeline', 'root-socket', 'after-goodbye', 'rooms', 'bad-requests'])(
  'nobody else loses their connection by the attack "%s", and memory has its bound',
  async (name) => {
    const attack = ATTACKS.find((one) => one.name === name);
    if (attack === undefined) throw new Error(`there is no attack "${name}"`);
    const { problems, visit } = await runAttack(attack, { settleMs: 0, seconds: 1, limits: NEVER });
    expect(problems).toEqual([]);
    // A machine that is busy with other things is full.
    expect(visit.refused ?? '').toMatch(/^$|the server is full/);
  },
);
