/** Sends the player's input frames, one in each tick, for pages that only say what the player does now. */

/** Values by the name of their field. */
export type FrameFields = Readonly<Record<string, number | undefined>>;

export class InputSender {
  readonly #send: (fields: Readonly<Record<string, number>>) => void;
  readonly #fields: Record<string, number> = {};
  #timer: ReturnType<typeof setInterval> | undefined;

  /** @param send sends one frame */
  constructor(send: (fields: Readonly<Record<string, number>>) => void) {
    this.#send = send;
  }

  /** Replaces fields of the frames from now on, and starts to send them. */
  set(fields: FrameFields, tickRate: number): void {
    for (const [name, value] of Object.entries(fields)) if (value !== undefined) this.#fields[name] = value;
    this.#timer ??= setInterval(() => this.#send(this.#fields), 1_000 / tickRate);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
