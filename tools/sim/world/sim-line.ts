/** One player's connection to the server: messages arrive later, in order, or never. */
import type { Random } from '../../../shared/runtime/index.ts';
import type { LinePlan } from '../plan.ts';
import type { SimClock } from './sim-clock.ts';

const PERFECT: LinePlan = { latencyMs: 0, jitterMs: 0, bytesPerSecond: undefined };

export class SimLine {
  /** How many messages arrived later than on a perfect line. */
  delayed = 0;
  readonly #clock: SimClock;
  readonly #random: Random;
  #plan: LinePlan;
  /** Before that nothing arrives. */
  #stalledUntil = 0;
  /** When the last thing arrives that is under way, by direction. */
  #upAt = 0;
  #downAt = 0;
  /** What is under way towards the client. */
  #coming = 0;
  /** Counts connections: what was under way in another one is lost. */
  #connection = 0;

  constructor(clock: SimClock, random: Random, plan: LinePlan) {
    this.#clock = clock;
    this.#random = random;
    this.#plan = plan;
  }

  /** Lets it arrive at the server. */
  toServer(arrive: () => void): void {
    this.#upAt = Math.max(this.#upAt, this.#arrivalMs());
    const connection = this.#connection;
    this.#clock.post(this.#upAt, () => {
      if (connection === this.#connection) arrive();
    });
  }

  /** Whether what goes down now is there at once. */
  get isDirect(): boolean {
    const { latencyMs, jitterMs, bytesPerSecond } = this.#plan;
    const now = this.#clock.now();
    return (
      this.#coming === 0 &&
      latencyMs === 0 &&
      jitterMs === 0 &&
      bytesPerSecond === undefined &&
      this.#stalledUntil <= now &&
      this.#downAt <= now
    );
  }

  /** Lets it arrive at the client. */
  toClient(bytes: number, arrive: () => void): void {
    if (this.isDirect) return arrive();
    const { bytesPerSecond } = this.#plan;
    const tookMs = bytesPerSecond === undefined ? 0 : (bytes * 1_000) / bytesPerSecond;
    this.#downAt = Math.max(this.#downAt, this.#arrivalMs()) + tookMs;
    this.#coming++;
    this.delayed++;
    const connection = this.#connection;
    this.#clock.post(this.#downAt, () => {
      if (connection !== this.#connection) return;
      this.#coming--;
      arrive();
    });
  }

  stall(ms: number): void {
    this.#stalledUntil = Math.max(this.#stalledUntil, this.#clock.now() + ms);
  }

  /** The connection is gone, and all that was under way. */
  cut(): void {
    this.#connection++;
    this.#coming = 0;
    this.#upAt = 0;
    this.#downAt = 0;
  }

  /** From now on nothing is late. What is under way comes as it would have. */
  heal(): void {
    this.#plan = PERFECT;
    this.#stalledUntil = 0;
  }

  /** How long the server takes to notice that the connection is gone, in ms. */
  get latencyMs(): number {
    return this.#plan.latencyMs;
  }

  #arrivalMs(): number {
    const { latencyMs, jitterMs } = this.#plan;
    const tookMs = jitterMs === 0 ? latencyMs : latencyMs + jitterMs * this.#random.float();
    return Math.max(this.#clock.now() + tookMs, this.#stalledUntil);
  }
}
