/** Finds the file of a thread beside the module that starts it: TypeScript here, JavaScript in the package. */
import { extname, join } from 'node:path';

export function threadFile({ dirname, filename }: Pick<ImportMeta, 'dirname' | 'filename'>, name: string): string {
  return join(dirname, name + extname(filename));
}
