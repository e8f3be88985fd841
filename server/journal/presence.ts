/** Notices when a database is not where it was: SQLite would go on, and write to a file that nobody will find again. */
import { statSync } from 'node:fs';
import { JournalProblem } from './store.ts';

const LOOK_MS = 1000;

/** Looks after a database and its log. */
export class Presence {
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
    if (this.#files.some(({ path, identity }) => identityOf(path) !== identity))
      throw new JournalProblem(
        `The journal ${this.#file} was deleted, moved or replaced while the server ran: stop the server, put its files back, and start it.`,
      );
    this.#lookAtMs = now + LOOK_MS;
  }
}

function identityOf(path: string): string {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? 'none' : `${found.dev}:${found.ino}`;
}
