/** Decides who may open a room: an address has its share, and the server as many rooms as it can tick in time. */
import { LIMITS } from '../host/limits.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { AddressBudgets, Release } from './budgets.ts';
import type { ClientAddress } from './client-address.ts';
import type { ServerLoad, MeasuredRoom, RoomPlan, FullReason } from './load.ts';
import { RetryLater, waitText } from './retry-later.ts';

export interface AdmissionParts {
  readonly budgets: AddressBudgets;
  readonly load: Pick<ServerLoad, 'whyFull' | 'isMoreThanOnesShare'>;
  readonly metrics: Pick<Metrics, 'roomRefused'>;
  readonly log: Pick<Log, 'warn'>;
  /** How many rooms there are. */
  readonly rooms: () => number;
}

/** A room that an address may open. It counts for the address until it has closed. */
export interface RoomOpening {
  /** The room was opened. */
  opened(room: MeasuredRoom): void;
  /** It has closed, or could not be opened. */
  readonly closed: Release;
}

const FULL_RETRY_MS = 30_000;
const HELD_RETRY_MS = 60_000;
const TOO_MANY_OPEN = 'your network has too many open tables: close one, or join one';

export class Admission {
  readonly #parts: AdmissionParts;
  readonly #roomsOf = new Map<ClientAddress, Set<MeasuredRoom>>();
  /** Rooms that are being opened. */
  readonly #planned = new Set<MeasuredRoom>();

  constructor(parts: AdmissionParts) {
    this.#parts = parts;
  }

  /**
   * Lets an address open a room.
   *
   * @throws RetryLater
   */
  async open(address: ClientAddress, plan: RoomPlan): Promise<RoomOpening> {
    // Retrying while the server is full costs the address nothing.
    this.#checkServer(address, plan);
    // It counts from here on, since many may ask at once.
    let loading: MeasuredRoom = { tickRate: plan.tickRate, match: { tick: 0, seatCount: plan.seats, players: [] } };
    this.#add(address, loading);
    this.#planned.add(loading);
    const forget = (): void => {
      this.#planned.delete(loading);
      this.#delete(address, loading);
    };
    try {
      const release = await this.#hold(address, plan);
      return {
        opened: (live) => {
          forget();
          loading = live;
          this.#add(address, live);
        },
        closed: () => {
          release();
          forget();
        },
      };
    } catch (error) {
      forget();
      throw error;
    }
  }

  async #hold(address: ClientAddress, plan: RoomPlan): Promise<Release> {
    const { budgets } = this.#parts;
    const waitMs = await budgets.take(address, 'creations');
    if (waitMs > 0) {
      throw new RetryLater(429, `your network has opened too many tables: wait ${waitText(waitMs)}`, waitMs);
    }
    const room = budgets.hold(address, 'rooms');
    // However few players are expected at an address, one room of any size fits.
    const seats = room && budgets.hold(address, 'seats', Math.min(plan.seats, budgets.bound('seats')));
    if (room === undefined || seats === undefined) {
      room?.();
      throw new RetryLater(429, TOO_MANY_OPEN, HELD_RETRY_MS);
    }
    return () => {
      room();
      seats();
    };
  }

  #checkServer(address: ClientAddress, plan: RoomPlan): void {
    const { load, rooms, metrics } = this.#parts;
    const own = this.#roomsOf.get(address);
    const isTooMany = rooms() + this.#planned.size >= LIMITS.rooms;
    const whyFull = isTooMany ? 'rooms' : load.whyFull(this.#withPlanned(plan), own === undefined);
    if (whyFull !== undefined) throw this.#full(whyFull);
    if (own === undefined || !load.isMoreThanOnesShare(own, plan)) return;
    metrics.roomRefused('share');
    throw new RetryLater(429, TOO_MANY_OPEN, HELD_RETRY_MS);
  }

  /** The rooms that are being opened, and one more. */
  #withPlanned(plan: RoomPlan): RoomPlan {
    let seatTicks = plan.seats * plan.tickRate;
    for (const { tickRate, match } of this.#planned) seatTicks += match.seatCount * tickRate;
    return { seats: seatTicks, tickRate: 1 };
  }

  #full(why: FullReason | 'rooms'): RetryLater {
    this.#parts.metrics.roomRefused(why);
    this.#parts.log.warn({ why }, 'room refused: server full');
    return new RetryLater(503, 'the server is full: try later', FULL_RETRY_MS);
  }

  #add(address: ClientAddress, room: MeasuredRoom): void {
    const rooms = this.#roomsOf.get(address) ?? new Set();
    rooms.add(room);
    this.#roomsOf.set(address, rooms);
  }

  #delete(address: ClientAddress, room: MeasuredRoom): void {
    const rooms = this.#roomsOf.get(address);
    rooms?.delete(room);
    if (rooms?.size === 0) this.#roomsOf.delete(address);
  }
}
