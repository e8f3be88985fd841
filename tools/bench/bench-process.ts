/** A process of a benchmark, as the benchmark sees it: takes orders, and answers each. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A process that takes longer for an order is stuck. */
const ANSWER_WITHIN_MS = 60_000;

export class BenchProcess {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  #stderr = '';

  constructor(name: string, command: string, args: readonly string[]) {
    this.name = name;
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child.on('error', (error) => (this.#stderr += error.message));
    // An order to a process that has ended fails by its missing answer.
    this.#child.stdin?.on('error', () => {});
    this.#child.stderr
      ?.setEncoding('utf8')
      .on('data', (text: string) => (this.#stderr = (this.#stderr + text).slice(-2_000)));
    const { stdout } = this.#child;
    if (stdout === null) throw new Error(`${name} has no output`);
    this.#answers = createInterface({ input: stdout })[Symbol.asyncIterator]();
  }

  /**
   * A TypeScript file beside this one, run by the Node that runs this.
   *
   * @param flags of Node
   */
  static node(name: string, file: string, flags: readonly string[] = []): BenchProcess {
    return new BenchProcess(name, process.execPath, [...flags, new URL(file, import.meta.url).pathname]);
  }

  /** @throws Error where the process has ended, or does not answer */
  async ask<Answer>(order: object): Promise<Answer> {
    this.#child.stdin?.write(`${JSON.stringify(order)}\n`);
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), ANSWER_WITHIN_MS);
    const line = await this.#nextAnswer();
    clearTimeout(timer);
    if (line === undefined) throw new Error(`${this.name} gave no answer: ${this.#stderr.trim() || 'no output'}`);
    return JSON.parse(line) as Answer;
  }

  /** Libraries print to the same output: only an answer is an object. */
  async #nextAnswer(): Promise<string | undefined> {
    for (;;) {
      const { value, done } = await this.#answers.next();
      if (done) return undefined;
      if (value.startsWith('{')) return value;
    }
  }

  end(): void {
    this.#child.stdin?.end();
  }
}
