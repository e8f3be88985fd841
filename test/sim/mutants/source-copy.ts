/** A copy of the sources, in which a bug harms nobody. */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Mutant } from './mutant.ts';
import { applyPatch, PatchProblem, type FilePatch } from './patch.ts';

const ROOT = join(import.meta.dirname, '../../..');
/** All that a simulation is made of, and what lies beside it. */
const SOURCES = [
  'package.json',
  'tsconfig.json',
  'greenroom.config.ts',
  'package',
  'shared',
  'server',
  'client',
  'test',
  'tools',
];

export class SourceCopy implements Disposable {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'greenroom-mutants-'));

  constructor() {
    for (const path of SOURCES) cpSync(join(ROOT, path), join(this.folder, path), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(this.folder, 'node_modules'));
  }

  /**
   * Puts the bug in, until what is returned is disposed of.
   *
   * @throws PatchProblem where the sources are no longer those that the mutant was made for
   */
  mutate({ name, patches }: Pick<Mutant, 'name' | 'patches'>): Disposable {
    const files = patches.map((patch) => this.#mutated(name, patch));
    for (const { path, mutated } of files) writeFileSync(path, mutated);
    return {
      [Symbol.dispose]() {
        for (const { path, text } of files) writeFileSync(path, text);
      },
    };
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #mutated(name: string, patch: FilePatch): { readonly path: string; readonly text: string; readonly mutated: string } {
    const path = join(this.folder, patch.path);
    try {
      const text = readFileSync(path, 'utf8');
      return { path, text, mutated: applyPatch(patch, text) };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const message = `The mutant ${name} does not apply any more, and has to be regenerated: ${why}`;
      throw new PatchProblem(message, { cause: error });
    }
  }
}
