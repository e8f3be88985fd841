/** A bound that is smaller for one test: the real one takes too long. */
import { onTestFinished } from 'vitest';
import { LIMITS } from '../../server/host/limits.ts';

export function setLimit(name: keyof typeof LIMITS, value: number): void {
  const before = LIMITS[name];
  Object.assign(LIMITS, { [name]: value });
  onTestFinished(() => void Object.assign(LIMITS, { [name]: before }));
}
