/** Checks data that a script hands over by its schema, and copies it. */
import type { z } from 'zod';
import { plainCopy } from '../record/plain.ts';

/**
 * The data as its schema gives it: a copy that is the same after it was written down and read.
 *
 * @param name of the data, in the error message
 * @throws TypeError that says what is wrong, and where; what the schema throws
 */
export function checkedPlain(schema: z.ZodType, name: string, data: unknown): unknown {
  const parsed = schema.safeParse(data);
  if (parsed.success) return plainCopy(parsed.data, name);
  const issues = parsed.error.issues.map(({ path, message }) => `${[name, ...path].map(String).join('.')}: ${message}`);
  throw new TypeError(issues.join('; '));
}
