/** Notices when a database was deleted, moved or replaced: SQLite would go on writing to a file that nobody finds again. */
import { statSync } from 'node:fs';
import { JournalProblem } from './store.ts';

const LOOK_MS = 1000;
const NONE = 'none';

/** Watches a database and its WAL. */
export class FileWatch {
  readonly #file: string;
  readonly #files: readonly { readonly path: string; readonly identity: string }[];
  #lookAtMs = 0;

  /** @param file an open database, which has a WAL already */
  constructor(file: string) {
    this.#file = file;
    this.#files = [file, `${file}-wal`].map((path) => ({ path, identity: identityOf(path) }));
  }

  /** Checks once a second, and each time once something is wrong. @throws JournalProblem */
  check(now: number): void {
    if (now < this.#lookAtMs) return;
    this.#lookAtMs = 0;
    const changed = this.#files.filter(({ path, identity }) => identityOf(path) !== identity);
    if (changed.length > 0)
      throw new JournalProblem(
        `The journal ${this.#file} was deleted, moved or replaced while the server ran: stop the server, put its files back, and start it.`,
        // A file that was moved away may be put back.
        { lasts: changed.some(({ path }) => identityOf(path) !== NONE) },
      );
    this.#lookAtMs = now + LOOK_MS;
  }
}

function identityOf(path: string): string {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? NONE : `${found.dev}:${found.ino}`;
}
