/** Notices when a database is not where it was: SQLite would go on, and write to a file that nobody will find again. */
import { statSync } from 'node:fs';
import { JournalProblem } from './store.ts';

const LOOK_MS = 1000;
const NONE = 'none';

/** Looks after a database and its log. */
export class FileWatch {
  readonly #file: string;
  readonly #files: readonly { readonly path: string; readonly identity: string }[];
  #lookAtMs = 0;

  /** @param file an open database, which has a log already */
  constructor(file: string) {
    this.#file = file;
    this.#files = [file, `${file}-wal`].map((path) => ({ path, identity: identityOf(path) }));
  }

  /** Looks once a second, and each time once something is wrong. @throws JournalProblem */
  check(now: number): void {
    if (now < this.#lookAtMs) return;
    this.#lookAtMs = 0;
    const changed = this.#files.filter(({ path, identity }) => identityOf(path) !== identity);
    if (changed.length > 0)
      throw new JournalProblem(
        `The journal ${this.#file} was deleted, moved or replaced while the server ran: stop the server, put its files back, and start it.`,
        // What was moved away may be put back.
        { lasts: changed.some(({ path }) => identityOf(path) !== NONE) },
      );
    this.#lookAtMs = now + LOOK_MS;
  }
}

function identityOf(path: string): string {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? NONE : `${found.dev}:${found.ino}`;
}
