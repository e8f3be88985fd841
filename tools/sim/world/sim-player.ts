/** A player or spectator: joins, reconnects when the connection drops, rejoins after the match, and leaves. */
import type { Random } from '../../../shared/runtime/index.ts';
import type { PlayerPlan } from '../plan.ts';
import type { SimClock } from './sim-clock.ts';
import { SimLine } from './sim-line.ts';
import type { AdmittedSeat, SimClient } from './sim-client.ts';

/** The delay before the next attempt. */
const RETRY_MS = { min: 200, max: 1_000 } as const;
/** How long a player stays away who left or was kicked. */
const PAUSE_MS = 8_000;

export interface PlayerWorld {
  openClient(player: SimPlayer, invitation: AdmittedSeat): SimClient;
  /** Asks to join the open match, or a new one. */
  join(player: SimPlayer): void;
  /** Asks for the seat that it had. */
  reconnect(player: SimPlayer, client: SimClient): void;
  leave(client: SimClient): void;
  /** The connection drops, and the server has not noticed yet. */
  disconnected(player: SimPlayer, client: SimClient): void;
}

type Whereabouts = 'away' | 'joining' | 'in' | 'dropped' | 'gone';

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
    return this.#where === 'gone';
  }

  /** An id that it has never had before. */
  newClientId(): string {
    return `${this.plan.name}.${++this.#clients}`;
  }

  openClient(invitation: AdmittedSeat): SimClient {
    this.client = this.#world.openClient(this, invitation);
    return this.client;
  }

  /** The join or the reconnect succeeded. */
  admitted(client: SimClient, token: string): void {
    // It may have given up in the meantime.
    if (client !== this.client) return;
    this.#where = 'in';
    client.connected(token);
  }

  /** The join was refused. */
  turnedAway(client: SimClient | undefined): void {
    if (client !== this.client) return;
    this.client = undefined;
    this.#where = 'away';
    this.#connectAt(this.#clock.now() + PAUSE_MS);
  }

  /** The server closed the connection for good. */
  closed(wasSentAway: boolean): void {
    this.line.cut();
    this.client = undefined;
    if (this.#where === 'gone') return;
    this.#where = 'away';
    this.#connectAt(this.#clock.now() + (wasSentAway ? PAUSE_MS : this.#retryMs()));
  }

  /** Drops the connection. False: there was none. */
  disconnect(awayMs: number): boolean {
    const { client } = this;
    if (this.#where !== 'in' || client === undefined) return false;
    this.#break(awayMs);
    this.#world.disconnected(this, client);
    return true;
  }

  serverCrashed(): void {
    if (this.#where === 'in' || this.#where === 'joining') this.#break(this.#retryMs());
  }

  /** Leaves for good, or for a while. False: it was not in. */
  leave(forever: boolean): boolean {
    const { client } = this;
    const wasIn = this.#where === 'in' && client !== undefined;
    const wasKnocking = this.#where === 'joining';
    if (wasIn) this.#world.leave(client);
    // It gives up its join.
    else if (wasKnocking && client !== undefined) this.#world.disconnected(this, client);
    if (wasIn || wasKnocking) {
      client?.left();
      this.line.cut();
      this.client = undefined;
      this.#where = 'away';
      this.#connectAt(this.#clock.now() + PAUSE_MS);
    }
    if (forever) this.#where = 'gone';
    return wasIn;
  }

  heal(): void {
    this.line.heal();
    if (this.#where === 'away' || this.#where === 'dropped') this.#connectAt(this.#clock.now() + this.#retryMs());
  }

  #break(awayMs: number): void {
    this.line.cut();
    this.client?.disconnected();
    // Without a token there is no seat to return to.
    if (this.client?.token === '') this.client = undefined;
    this.#where = this.client === undefined ? 'away' : 'dropped';
    this.#connectAt(this.#clock.now() + awayMs);
  }

  #connectAt(timeMs: number): void {
    const tried = ++this.#tries;
    this.#clock.post(timeMs, () => {
      if (tried === this.#tries) this.#connect();
    });
  }

  #connect(): void {
    if (this.#where !== 'away' && this.#where !== 'dropped') return;
    const { client } = this;
    this.line.cut();
    this.#where = 'joining';
    if (client === undefined) this.line.toServer(() => this.#world.join(this));
    else this.line.toServer(() => this.#world.reconnect(this, client));
  }

  #retryMs(): number {
    return this.#random.int(RETRY_MS.min, RETRY_MS.max);
  }
}
