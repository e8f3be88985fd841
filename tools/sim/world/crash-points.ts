/** Crashes a simulated process at one of the points that it passes. After that it does nothing that anyone could notice. */

/** Thrown at the point where the process crashes, and at every point after it. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

export class CrashPoints {
  #passed = 0;
  #left = Infinity;
  /** Undefined: all points count. */
  #onlyLabel: string | undefined;
  #label: string | undefined;

  get crashed(): boolean {
    return this.#label !== undefined;
  }

  /** Where it crashed; '' while it runs. */
  get label(): string {
    return this.#label ?? '';
  }

  /** How many points it has passed, of every label. */
  get passed(): number {
    return this.#passed;
  }

  /**
   * Lets the process pass a number of points and crash at the next one.
   *
   * @param onlyLabel counts the points with this label alone
   */
  arm(points: number, onlyLabel?: string): void {
    this.#left = points;
    this.#onlyLabel = onlyLabel;
  }

  disarm(): void {
    this.#left = Infinity;
  }

  /** Crashes right now. */
  crash(label: string): void {
    this.#label ??= label;
  }

  /** @throws Crash if the process crashes here, or has crashed before */
  pass(label: string): void {
    this.check();
    const counts = this.#onlyLabel === undefined || this.#onlyLabel === label;
    if (counts && this.#left-- <= 0) this.crash(label);
    else this.#passed++;
    this.check();
  }

  /** @throws Crash if the process has crashed */
  check(): void {
    if (this.#label !== undefined) throw new Crash(this.#label);
  }
}
