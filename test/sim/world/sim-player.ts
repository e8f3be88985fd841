/** Somebody who wants to play: comes, comes back when the line breaks, comes again when the match is over, and leaves. */
import type { Random } from '../../../shared/runtime/index.ts';
import type { PlayerPlan } from '../plan.ts';
import type { SimClock } from './sim-clock.ts';
import { SimLine } from './sim-line.ts';
import type { AdmittedSeat, SimClient } from './sim-client.ts';

/** How long somebody waits before the next try. */
const RETRY_MS = { min: 200, max: 1_000 } as const;
/** How long somebody who has left, or was sent away, stays away. */
const PAUSE_MS = 8_000;

/** What a person needs of the world. */
export interface PlayerWorld {
  /** The client of somebody who is on the way in. */
  openClient(player: SimPlayer, invitation: AdmittedSeat): SimClient;
  /** Asks to be let into a match that players may come to: the one there is, or a new one. */
  join(player: SimPlayer): void;
  /** Asks for the seat of before. */
  reconnect(player: SimPlayer, client: SimClient): void;
  leave(client: SimClient): void;
  /** A connection breaks, and the server has yet to notice it. */
  disconnected(player: SimPlayer, client: SimClient): void;
}

type Whereabouts = 'away' | 'knocking' | 'in' | 'broken' | 'home';

export class SimPlayer {
  readonly plan: PlayerPlan;
  readonly line: SimLine;
  client: SimClient | undefined;
  readonly #clock: SimClock;
  readonly #random: Random;
  readonly #world: PlayerWorld;
  #where: Whereabouts = 'away';
  #tries = 0;
  #clients = 0;

  constructor(plan: PlayerPlan, clock: SimClock, random: Random, world: PlayerWorld) {
    this.plan = plan;
    this.line = new SimLine(clock, random, plan.line);
    this.#clock = clock;
    this.#random = random;
    this.#world = world;
    this.#connectAt(plan.joinsMs);
  }

  get isIn(): boolean {
    return this.#where === 'in';
  }

  get hasLeft(): boolean {
    return this.#where === 'home';
  }

  /** The name of a seat that it has never had before. */
  newClientId(): string {
    return `${this.plan.name}.${++this.#clients}`;
  }

  /** The server knows of it. */
  openClient(invitation: AdmittedSeat): SimClient {
    this.client = this.#world.openClient(this, invitation);
    return this.client;
  }

  /** The server has let it in, or in again. */
  admitted(client: SimClient, token: string): void {
    // It may have given up meanwhile.
    if (client !== this.client) return;
    this.#where = 'in';
    client.connected(token);
  }

  /** The server did not let it in. */
  turnedAway(client: SimClient | undefined): void {
    if (client !== this.client) return;
    this.client = undefined;
    this.#where = 'away';
    this.#connectAt(this.#clock.now() + PAUSE_MS);
  }

  /** The server has closed the connection for good: the match is over, or this person is. */
  closed(wasSentAway: boolean): void {
    this.line.cut();
    this.client = undefined;
    if (this.#where === 'home') return;
    this.#where = 'away';
    this.#connectAt(this.#clock.now() + (wasSentAway ? PAUSE_MS : this.#retryMs()));
  }

  /** The connection breaks. False: there was none. */
  disconnect(awayMs: number): boolean {
    const { client } = this;
    if (this.#where !== 'in' || client === undefined) return false;
    this.#break(awayMs);
    this.#world.disconnected(this, client);
    return true;
  }

  /** There is no server any more. */
  serverCrashed(): void {
    if (this.#where === 'in' || this.#where === 'knocking') this.#break(this.#retryMs());
  }

  /** Leaves for good, or for a while. False: it is not there. */
  leave(forever: boolean): boolean {
    const { client } = this;
    const wasIn = this.#where === 'in' && client !== undefined;
    const wasKnocking = this.#where === 'knocking';
    if (wasIn) this.#world.leave(client);
    // It does not wait until it is let in.
    else if (wasKnocking && client !== undefined) this.#world.disconnected(this, client);
    if (wasIn || wasKnocking) {
      client?.left();
      this.line.cut();
      this.client = undefined;
      this.#where = 'away';
      this.#connectAt(this.#clock.now() + PAUSE_MS);
    }
    if (forever) this.#where = 'home';
    return wasIn;
  }

  /** Nothing keeps it away any more. */
  heal(): void {
    this.line.heal();
    if (this.#where === 'away' || this.#where === 'broken') this.#connectAt(this.#clock.now() + this.#retryMs());
  }

  #break(awayMs: number): void {
    this.line.cut();
    this.client?.disconnected();
    // Who has no token yet has no seat to come back to.
    if (this.client?.token === '') this.client = undefined;
    this.#where = this.client === undefined ? 'away' : 'broken';
    this.#connectAt(this.#clock.now() + awayMs);
  }

  #connectAt(timeMs: number): void {
    const tried = ++this.#tries;
    this.#clock.post(timeMs, () => {
      if (tried === this.#tries) this.#connect();
    });
  }

  #connect(): void {
    if (this.#where !== 'away' && this.#where !== 'broken') return;
    const { client } = this;
    this.line.cut();
    this.#where = 'knocking';
    if (client === undefined) this.line.toServer(() => this.#world.join(this));
    else this.line.toServer(() => this.#world.reconnect(this, client));
  }

  #retryMs(): number {
    return this.#random.int(RETRY_MS.min, RETRY_MS.max);
  }
}
