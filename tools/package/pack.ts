/** Packs the folder of the package with npm. */
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { PACKAGE } from './build.ts';

export interface Packed {
  /** The path of the tarball. */
  readonly file: string;
  readonly files: number;
  readonly bytes: number;
  readonly unpackedBytes: number;
}

const Output = z.array(
  z.object({ filename: z.string(), size: z.number(), unpackedSize: z.number(), entryCount: z.number() }),
);

export async function pack(): Promise<Packed> {
  const { stdout } = await promisify(execFile)('npm', ['pack', '--json', '--pack-destination', '..'], {
    cwd: PACKAGE,
    shell: process.platform === 'win32',
    maxBuffer: 16_000_000,
  });
  const [packed] = Output.parse(JSON.parse(stdout));
  if (packed === undefined) throw new Error('npm pack made nothing');
  const { filename, size, unpackedSize, entryCount } = packed;
  return { file: resolve(PACKAGE, '..', filename), files: entryCount, bytes: size, unpackedBytes: unpackedSize };
}
