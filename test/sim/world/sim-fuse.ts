/** Ends a process at one of the points that it passes: from there on it does nothing any more that anybody could notice. */
import { Crash } from '../../server/crash/fuse.ts';

export class SimFuse {
  #left = Infinity;
  /** Where it may burn; undefined: anywhere. */
  #place: string | undefined;
  #label = '';
  #burnt = false;

  get burnt(): boolean {
    return this.#burnt;
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
    this.#place = place;
  }

  /** It will not burn any more. */
  disarm(): void {
    this.#left = Infinity;
  }

  /** Dies right now. */
  burn(label: string): void {
    if (this.#burnt) return;
    this.#burnt = true;
    this.#label = label;
  }

  /** @throws Crash where the process dies, and wherever it gets after that */
  pass(label: string): void {
    const counts = this.#place === undefined || this.#place === label;
    if (!this.#burnt && counts && this.#left-- <= 0) this.burn(label);
    if (this.#burnt) throw new Crash(this.#label);
  }
}
