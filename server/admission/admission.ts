/** Who may open a room: an address has its share, and the server has no more rooms than can be in time. */
import { LIMITS } from '../host/limits.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { AddressBudgets, Release } from './budgets.ts';
import type { ClientAddress } from './client-address.ts';
import type { Load, LoadingRoom, RoomPlan, WhyFull } from './load.ts';
import { NotNow, waitingTime } from './refusal.ts';

export interface AdmissionParts {
  readonly budgets: AddressBudgets;
  readonly load: Pick<Load, 'whyFull' | 'isMoreThanOnesShare'>;
  readonly metrics: Pick<Metrics, 'roomRefused'>;
  readonly log: Pick<Log, 'warn'>;
  /** How many rooms there are. */
  readonly rooms: () => number;
}

/** A room that an address may open. It counts for that address until it has closed. */
export interface Opening {
  /** The room is there. */
  opened(room: LoadingRoom): void;
  /** It has closed, or could not be opened. */
  readonly closed: Release;
}

const FULL_RETRY_MS = 30_000;
const HELD_RETRY_MS = 60_000;
const TOO_MANY_OPEN = 'your network has too many open tables: close one, or join one';

export class Admission {
  readonly #parts: AdmissionParts;
  readonly #roomsOf = new Map<ClientAddress, Set<LoadingRoom>>();

  constructor(parts: AdmissionParts) {
    this.#parts = parts;
  }

  /**
   * Lets an address open a room.
   *
   * @throws NotNow
   */
  async open(address: ClientAddress, plan: RoomPlan): Promise<Opening> {
    const { budgets } = this.#parts;
    // Who tries again while the server is full uses nothing up.
    this.#checkServer(address, plan);
    const waitMs = await budgets.take(address, 'creations');
    if (waitMs > 0) {
      throw new NotNow(429, `your network has opened too many tables: wait ${waitingTime(waitMs)}`, waitMs);
    }
    const room = budgets.hold(address, 'rooms');
    // However few players are expected there, one table of any size fits.
    const seats = room && budgets.hold(address, 'seats', Math.min(plan.seats, budgets.bound('seats')));
    if (room === undefined || seats === undefined) {
      room?.();
      throw new NotNow(429, TOO_MANY_OPEN, HELD_RETRY_MS);
    }
    let opened: LoadingRoom | undefined;
    return {
      opened: (live) => {
        opened = live;
        this.#add(address, live);
      },
      closed: () => {
        room();
        seats();
        if (opened !== undefined) this.#delete(address, opened);
      },
    };
  }

  #checkServer(address: ClientAddress, plan: RoomPlan): void {
    const { load, rooms, metrics } = this.#parts;
    const own = this.#roomsOf.get(address);
    const whyFull = rooms() >= LIMITS.rooms ? 'rooms' : load.whyFull(plan, own === undefined);
    if (whyFull !== undefined) throw this.#full(whyFull);
    if (own === undefined || !load.isMoreThanOnesShare(own, plan)) return;
    metrics.roomRefused('share');
    throw new NotNow(429, TOO_MANY_OPEN, HELD_RETRY_MS);
  }

  #full(why: WhyFull | 'rooms'): NotNow {
    this.#parts.metrics.roomRefused(why);
    this.#parts.log.warn({ why }, 'a new room was refused: the server is full');
    return new NotNow(503, 'the server is full: try later', FULL_RETRY_MS);
  }

  #add(address: ClientAddress, room: LoadingRoom): void {
    const rooms = this.#roomsOf.get(address) ?? new Set();
    rooms.add(room);
    this.#roomsOf.set(address, rooms);
  }

  #delete(address: ClientAddress, room: LoadingRoom): void {
    const rooms = this.#roomsOf.get(address);
    rooms?.delete(room);
    if (rooms?.size === 0) this.#roomsOf.delete(address);
  }
}
