/** Ends a process at one of the points that it passes: from there on it does nothing any more that anybody could notice. */
import { Crash } from '../../server/crash/fuse.ts';

export class CrashPoints {
  #left = Infinity;
  /** Where it may burn; undefined: anywhere. */
  #onlyLabel: string | undefined;
  #label = '';
  #crashed = false;

  get crashed(): boolean {
    return this.#crashed;
  }

  /** Where it burnt. */
  get label(): string {
    return this.#label;
  }

  /**
   * From now on the process passes so many points, and dies at the next.
   *
   * @param place only points with this label count
   */
  arm(points: number, place?: string): void {
    this.#left = points;
    this.#onlyLabel = place;
  }

  /** It will not burn any more. */
  disarm(): void {
    this.#left = Infinity;
  }

  /** Dies right now. */
  crash(label: string): void {
    if (this.#crashed) return;
    this.#crashed = true;
    this.#label = label;
  }

  /** @throws Crash where the process dies, and wherever it gets after that */
  pass(label: string): void {
    const counts = this.#onlyLabel === undefined || this.#onlyLabel === label;
    if (!this.#crashed && counts && this.#left-- <= 0) this.crash(label);
    if (this.#crashed) throw new Crash(this.#label);
  }
}
