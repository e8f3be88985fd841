/** A client that is not written in JavaScript plays a whole match: examples/python. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { run } from './product.ts';
import { isWithoutPython } from './python.ts';

const SCRIPT = join(import.meta.dirname, '../../examples/python/liars_dice.py');

/** A match is nine rounds at most, of seven seconds each. */
const MATCH_MS = 180_000;

/** One run of the client, and all that it has printed. */
class PythonRun {
  out = '';
  readonly ended: Promise<unknown>;
  readonly #child: ChildProcess;

  constructor(...words: string[]) {
    this.#child = spawn('python3', ['-B', SCRIPT, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.#child.stdout, this.#child.stderr]) stream?.on('data', (bytes) => (this.out += bytes));
    this.ended = once(this.#child, 'close');
    onTestFinished(() => void this.#child.kill());
  }

  /** Resolves once it has printed this, with what the parentheses match. */
  async printed(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = pattern.exec(this.out)?.[1];
      if (found !== undefined) return found;
      if (this.#child.exitCode !== null) throw new Error(`the client ended:\n${this.out}`);
      await Promise.race([once(this.#child.stdout ?? this.#child, 'data'), this.ended]);
    }
  }
}

it.skipIf(isWithoutPython)(
  'two clients in Python play a whole match of Liar’s Dice, and one of them comes back after broken connections',
  async () => {
    const url = await run({ PORT: '0' }).opened();
    const ann = new PythonRun(url, '--name', 'Ann', '--seats', '2');
    const bob = new PythonRun(url, '--name', 'Bob', '--join', await ann.printed(/^table ([A-Z]+)$/m), '--drops');
    await Promise.all([ann.ended, bob.ended]);
    const [winner] = /^winner (Ann|Bob)$/m.exec(ann.out) ?? [ann.out];
    expect(bob.out).toContain(winner);
    expect(ann.out).toContain('left: closed with 4022 Thanks for playing.');
    expect(bob.out).toContain('left: closed with 4022 Thanks for playing.');
    expect(bob.out).toMatch(/^came back [1-9]\d* times, 0 messages without a reply$/m);
    const rounds = (out: string): string[] => out.match(/^round .*$/gm) ?? [];
    expect(rounds(ann.out).at(-1)).toMatch(/: (\[0, \d\]|\[\d, 0\])$/);
    expect(rounds(bob.out).at(-1)).toBe(rounds(ann.out).at(-1));
  },
  MATCH_MS,
);
