/** Reserves seats: finds the room that a client asks for, or has one opened, within the limits of the client's address. */
import { ErrorCode, matchMaker, ServerError, type AuthContext } from '@colyseus/core';
import { seatsOf } from '../../shared/runtime/host.ts';
import type { ClientAddress } from '../admission/client-address.ts';
import { RetryLater, waitText } from '../admission/retry-later.ts';
import type { GameEntry } from '../games.ts';
import { LIMITS, type RatedResource } from '../host/limits.ts';
import type { Account } from '../host/members/account.ts';
import { GameRoom } from './room/game-room.ts';
import type { ServerContext } from './server-context.ts';
import { peekOptions, readCreateOptions, readJoinOptions, readPlayerOptions } from './room/options.ts';
import { identified, type Identify } from './identified.ts';
import { findRoom } from './quick-play.ts';

type SeatReservation = matchMaker.ISeatReservation;
type Options = Readonly<Record<string, unknown>>;

/** Who asks for a seat. */
interface Joiner {
  readonly address: ClientAddress;
  readonly account: Account | undefined;
}

const NO_SEAT = 'the seat is not kept any more, or the token is not the one of this seat';
const RETRY_MS = 10_000;
const TOO_OFTEN: Record<'joins' | 'returns', string> = {
  joins: 'your network joins too many tables',
  returns: 'your network comes back too often',
};

export class SeatReservations {
  readonly #context: ServerContext;
  readonly #games: ReadonlyMap<string, GameEntry>;
  /** By game: settles when the last quick play has its seat. */
  readonly #lastPlay = new Map<string, Promise<unknown>>();

  constructor(context: ServerContext, games: readonly GameEntry[]) {
    this.#context = context;
    this.#games = new Map(games.map((entry) => [entry.game.name, entry]));
  }

  /**
   * Carries out a request to the matchmaker. Rejects with ServerError, or with RetryLater.
   *
   * @param name of a game, or of a room where the method takes one
   * @param identify called before anything is looked for or reserved; a client that returns is identified by its socket
   */
  async promise(
    method: string,
    name: string,
    options: Options,
    address: ClientAddress,
    identify: Identify,
  ): Promise<SeatReservation> {
    if (method === 'reconnect') return this.#return(name, options, address);
    if (method === 'joinById') {
      await this.#take(address, 'joins');
      return this.#joinByCode(name, options, { address, account: await identified(identify) });
    }
    const entry = this.#games.get(name);
    if (entry === undefined) return askColyseus(method, name, options, address);
    readJoinOptions(options);
    readPlayerOptions(entry.game, options);
    if (method === 'create') return this.#create(entry, options, { address, account: await identified(identify) });
    if (method !== 'join' && method !== 'joinOrCreate') throw noSuchMethod(method);
    await this.#take(address, 'joins');
    const joiner: Joiner = { address, account: await identified(identify) };
    const play = (): Promise<SeatReservation> => this.#quickPlay(method, entry, options, joiner);
    // Two searches at once could both find the last free seat, or both open a room.
    const seat = (this.#lastPlay.get(name) ?? Promise.resolve()).then(play, play);
    this.#lastPlay.set(name, seat);
    return seat;
  }

  async #quickPlay(
    method: 'join' | 'joinOrCreate',
    entry: GameEntry,
    options: Options,
    joiner: Joiner,
  ): Promise<SeatReservation> {
    const { name } = entry.game;
    const { private: hidden, spectate } = peekOptions(options);
    const table = hidden ? undefined : findRoom(this.#context.host.rooms.values(), name, spectate, joiner.address);
    if (table !== undefined) return this.#join(table.id, options, joiner);
    if (method === 'joinOrCreate') return this.#create(entry, options, joiner);
    throw new ServerError(ErrorCode.MATCHMAKE_INVALID_CRITERIA, 'no table is open');
  }

  async #joinByCode(code: string, options: Options, joiner: Joiner): Promise<SeatReservation> {
    const { address } = joiner;
    const { guesses, log, metrics } = this.#context;
    // The code of a public room is no secret.
    if (gameRoom(code)?.live?.private === false) return this.#join(code, options, joiner);
    const blockedMs = await guesses.blockedMs(address);
    if (blockedMs > 0) {
      const text = `your network has tried too many codes: wait ${waitText(blockedMs)}`;
      throw new RetryLater(429, text, blockedMs);
    }
    if (matchMaker.getLocalRoomById(code) !== undefined) return this.#join(code, options, joiner);
    if (await guesses.failed(address)) {
      metrics.codesBlocked();
      log.warn({ address }, 'address blocked: it tries codes of rooms that do not exist');
    }
    throw new ServerError(ErrorCode.MATCHMAKE_INVALID_ROOM_ID, `room "${code}" not found`);
  }

  /** Whether such a room exists is not revealed to clients without a seat there. */
  async #return(code: string, options: Options, address: ClientAddress): Promise<SeatReservation> {
    await this.#take(address, 'returns');
    try {
      return await askColyseus('reconnect', code, options, address);
    } catch (error) {
      if (error instanceof ServerError) throw new ServerError(ErrorCode.MATCHMAKE_EXPIRED, NO_SEAT);
      throw error;
    }
  }

  async #create({ game }: GameEntry, options: Options, joiner: Joiner): Promise<SeatReservation> {
    const { admission, host } = this.#context;
    const seats = seatsOf(game, readCreateOptions(game, options).game);
    const opening = await admission.open(joiner.address, { seats, tickRate: game.tickRate });
    try {
      const seat = await this.#reserve('create', game.name, options, joiner);
      const live = host.rooms.get(seat.roomId);
      if (live === undefined) throw new ServerError(ErrorCode.MATCHMAKE_UNHANDLED, 'the room has closed');
      opening.opened(live);
      gameRoom(seat.roomId)?.onClosed(opening.closed);
      return seat;
    } catch (error) {
      opening.closed();
      throw error;
    }
  }

  #join(code: string, options: Options, joiner: Joiner): Promise<SeatReservation> {
    const room = gameRoom(code);
    const most = (room?.live?.match.seatCount ?? 0) + LIMITS.watchers;
    if (room !== undefined && room.reservations.of(joiner.address) >= most) {
      throw new RetryLater(429, 'your network has asked for too many seats at this table: wait a moment', RETRY_MS);
    }
    return this.#reserve('joinById', code, options, joiner);
  }

  /** Has Colyseus reserve a seat. It counts for the address until a client has taken it, or it has expired. */
  async #reserve(
    method: 'create' | 'joinById',
    name: string,
    options: Options,
    { address, account }: Joiner,
  ): Promise<SeatReservation> {
    const { budgets } = this.#context;
    const isCareless = await budgets.isUsedUp(address, 'noShows');
    const isFull = isCareless && budgets.heldBy(address, 'reservations') >= LIMITS.reservationsAfterNoShows;
    const release = isFull ? undefined : budgets.hold(address, 'reservations');
    if (release === undefined) {
      throw new RetryLater(
        429,
        'your network has asked for too many seats and not taken them: wait a moment',
        RETRY_MS,
      );
    }
    try {
      const counts = !(await budgets.hasTaken(address, 'noShows'));
      const seat: SeatReservation = await askColyseus(method, name, options, address);
      const room = gameRoom(seat.roomId);
      const over = (isTakenUp: boolean): void => {
        release();
        if (!isTakenUp) void budgets.take(address, 'noShows');
      };
      if (room === undefined) over(true);
      else {
        const spectator = peekOptions(options).spectate;
        room.reservations.add(seat.sessionId, { address, account, counts, spectator, over });
      }
      return seat;
    } catch (error) {
      release();
      throw error;
    }
  }

  async #take(address: ClientAddress, resource: RatedResource & keyof typeof TOO_OFTEN): Promise<void> {
    const waitMs = await this.#context.budgets.take(address, resource);
    if (waitMs > 0) throw new RetryLater(429, `${TOO_OFTEN[resource]}: wait ${waitText(waitMs)}`, waitMs);
  }
}

/** Passes the request to Colyseus. Rejects with ServerError. */
function askColyseus(method: string, name: string, options: Options, ip: ClientAddress): Promise<SeatReservation> {
  const context: AuthContext = { ip, headers: new Headers(), token: undefined };
  return matchMaker.controller.invokeMethod(method, name, { ...options }, context);
}

function gameRoom(code: string): GameRoom | undefined {
  const room = matchMaker.getLocalRoomById(code);
  return room instanceof GameRoom ? room : undefined;
}

function noSuchMethod(method: string): ServerError {
  return new ServerError(ErrorCode.MATCHMAKE_NO_HANDLER, `invalid method "${method}"`);
}
