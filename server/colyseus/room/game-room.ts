/** The Colyseus room around a live room: it knows connections, and nothing of the game. */
import { ClientState, ErrorCode, getMessageBytes, Protocol, Room as ColyseusRoom, ServerError } from '@colyseus/core';
import { stateCheckOf } from '../../../shared/runtime/host.ts';
import { CLOSE } from '../../../shared/wire.ts';
import type { GameEntry } from '../../games.ts';
import { PendingReservations } from '../../admission/reservations.ts';
import { LIMITS } from '../../host/limits.ts';
import { LiveRoom } from '../../host/live-room.ts';
import type { Account } from '../../host/members/account.ts';
import { Member } from '../../host/members/member.ts';
import type { OpenedMatch } from '../../host/opening.ts';
import { processClock } from '../../host/ticks/process-clock.ts';
import { drawToken, hashToken } from '../../host/members/tokens.ts';
import { UnsyncedClients } from './unsynced-clients.ts';
import { withDecoderReset } from './decoder-reset.ts';
import { clientSocketOf } from '../client-socket.ts';
import { ClientData, type RoomClient } from './client-data.ts';
import type { ServerContext } from '../server-context.ts';
import { InputFormat, InputReader } from './input-frames.ts';
import { admitted } from './admitted.ts';
import { beginMatch } from './begin-match.ts';
import { identified } from '../identified.ts';
import { readCreateOptions, readJoinOptions, readPlayerOptions } from './options.ts';
import {
  cancelReservations,
  countClients,
  disableTimers,
  joinOf,
  prolongReservations,
  removeClient,
  requestInputStamps,
  serializerOf,
  setConsumedInputs,
  setJoin,
  skipConfirmation,
  wrapFullState,
  wrapMessages,
  type SeatClient,
} from './private-api.ts';
import { RoomAudience } from './room-audience.ts';
import { drawRoomCode } from '../room-codes.ts';
import { receive, showMessageTypes } from './room-messages.ts';
import { Seats } from './seats.ts';
import { RoomSerializer } from './serializer.ts';
import { SharedFrames } from './shared-frames.ts';
import { DisconnectedClient } from './disconnected-client.ts';
import { dropSlowReaders } from './slow-readers.ts';

/** What a room has once it was created. */
interface Opened {
  readonly live: LiveRoom;
  readonly audience: RoomAudience;
  readonly unsynced: UnsyncedClients;
  readonly seats: Seats;
  readonly serializer: RoomSerializer;
}

const DEFAULT_GRACE_MS = 60_000;

/** Makes the room class of a game. */
export function gameRoomClass(context: ServerContext, entry: GameEntry): typeof GameRoom {
  return class extends GameRoom {
    protected override readonly context = context;
    protected override readonly entry = entry;

    static override async onAuth(_token: string, options: unknown): Promise<unknown> {
      readJoinOptions(options);
      readPlayerOptions(entry.game, options);
      return true;
    }
  };
}

export class GameRoom extends ColyseusRoom<{ client: RoomClient }> {
  // The pacer patches after each tick, so the room needs no timers.
  override patchRate = null;
  override seatReservationTimeout = LIMITS.reservationMs / 1_000;
  /** Reserved seats that no client has taken yet. They never lock the room: Colyseus's own limit of clients is not used. */
  readonly reservations = new PendingReservations(LIMITS.reservationMs, (ms, fn) => processClock.after(ms, fn));
  declare protected readonly context: ServerContext;
  declare protected readonly entry: GameEntry;
  readonly #frames = new SharedFrames();
  #opened: Opened | undefined;
  #inputFormat: InputFormat | undefined;
  #closing = false;
  #wasJoined = false;
  readonly #closed: (() => void)[] = [];
  /** Of clients that are about to join. */
  readonly #accounts = new WeakMap<RoomClient, Account>();

  constructor() {
    super();
    disableTimers(this);
  }

  get live(): LiveRoom | undefined {
    return this.#opened?.live;
  }

  get audience(): RoomAudience | undefined {
    return this.#opened?.audience;
  }

  /** Calls `closed` when the room has closed. */
  onClosed(closed: () => void): void {
    this.#closed.push(closed);
  }

  override onCreate(raw: unknown): void {
    const { game, bot, effects } = this.entry;
    const { host, log, checksStates } = this.context;
    // A room in recovery has its code already.
    const reopened = this.context.reopened.get(this.roomId);
    const opened = reopened ?? this.#begin(raw);
    if (game.input !== undefined) {
      this.#inputFormat = new InputFormat(game.input);
      if (game.input.rewindMs !== undefined) requestInputStamps(this);
      // This tells clients what to send. Their frames are read in room-messages.ts; Colyseus only acknowledges them.
      this.defineInput(game.input.frame, { tickRate: game.tickRate, bufferMaxSize: 1 });
    }
    void this.setPrivate(opened.private);

    const audience = this.#newAudience();
    const live = new LiveRoom({ ...this.context, id: this.roomId, opened, bot, effects, audience });
    // This makes the state's only encoder, before the first tick of the match.
    this.state = live.match.state;
    const serializer = new RoomSerializer(serializerOf(this));
    this.setSerializer(serializer);
    // Not within a patch: the other clients get theirs first.
    if (checksStates) serializer.check(stateCheckOf(live.match, (error) => void setImmediate(() => live.fail(error))));
    const seats = this.#newSeats(live);
    const enter: SeatClient = (client, auth, options) => {
      const account = this.reservations.takenUp(client.sessionId);
      if (account !== undefined) this.#accounts.set(client, account);
      return seats.enter(client, auth, options ?? {});
    };
    setJoin(this, opened.lost === true ? withDecoderReset(enter, live) : enter);
    this.#opened = { live, audience, unsynced: new UnsyncedClients(live.match, this.clients), seats, serializer };
    wrapFullState(this, (send) => (client) => {
      if (client.isDelayed === true) live.delayed?.enter(client.sessionId);
      else send(client);
    });
    wrapMessages(
      this,
      (deliver) =>
        (client, frame, isBinary = true) =>
          receive(live, log, client, frame, isBinary, deliver),
    );
    showMessageTypes(this, live);
    // Players who return while the clock is held get the state before the first patch.
    if (this.#inputFormat !== undefined) this.#setTime();
    if (reopened === undefined) host.add(live);
  }

  /** Keeps the seats of members from before a restart. */
  awaitReturns(): void {
    const { unsynced, live, seats } = this.#room;
    for (const member of live.members.all) {
      if (member.bot || member.tokens.length === 0) continue;
      const data = new ClientData(member);
      seats.add(data);
      unsynced.add(data);
      // Colyseus has not counted its join, and will count its leave.
      countClients(this, 1);
      seats.keep(new DisconnectedClient(data, live.match.viewOf(member.id)), data, () => {
        countClients(this, -1);
        this.#gone(data);
      });
    }
  }

  /** The match could not be recovered: members who return get the reason. */
  voidMatch(reason: string): void {
    this.#room.seats.voidedReason = reason;
  }

  override async onJoin(client: RoomClient, options: unknown): Promise<void> {
    const { live, unsynced, seats } = this.#room;
    const { name: wanted, spectate: spectator } = readJoinOptions(options);
    const account = this.#accounts.get(client);
    const name = account?.name ?? wanted;
    if (spectator && live.members.spectatorCount >= LIMITS.watchers) {
      throw new ServerError(ErrorCode.APPLICATION_ERROR, 'room-full: too many watch this room already');
    }
    const member = new Member({ id: client.sessionId, name, spectator, bot: false }, this.entry.game);
    member.account = account;
    client.reconnectionToken = drawToken();
    member.tokens = [hashToken(client.reconnectionToken)];
    const data = new ClientData(member);
    client.userData = data;
    unsynced.add(data);
    await admitted(live.members.join(member, readPlayerOptions(this.entry.game, options)));
    this.#wasJoined = true;
    this.#attach(client);
    this.#takeInputs(client);
    client.view = live.match.viewOf(member.id);
    // A client that has disconnected meanwhile never gets its token.
    if (isConnected(client)) seats.add(data);
  }

  override hasReservedSeat(sessionId: string, token?: string): boolean {
    return this.#room.seats.holder(token)?.member.id === sessionId || super.hasReservedSeat(sessionId);
  }

  override checkReconnectionToken(token: string): string {
    return this.#room.seats.holder(token)?.member.id ?? '';
  }

  override onDrop(client: RoomClient): void {
    const { live, unsynced, seats } = this.#room;
    const data = client.userData;
    if (data === undefined || !seats.has(data) || live.over || live.members.get(data.member.id) === undefined) return;
    unsynced.add(data);
    if (client.displaced !== true) live.members.drop(data.member.id);
    skipConfirmation(client);
    seats.keep(client, data);
  }

  override onReconnect(client: RoomClient): void {
    const { unsynced } = this.#room;
    // The journal has this token.
    if (client.givenToken !== undefined) client.reconnectionToken = client.givenToken;
    if (client.userData !== undefined) unsynced.add(client.userData);
    this.#attach(client);
    this.#takeInputs(client);
    // Otherwise Colyseus takes a closing connection for a denied return, and gives the seat away.
    if (!isConnected(client)) client.state = ClientState.LEAVING;
  }

  override onLeave(client: RoomClient): void {
    if (client.userData !== undefined) this.#gone(client.userData);
  }

  /** After a stall of the process, in which nobody could take a reserved seat. */
  extendReservations(): void {
    prolongReservations(this);
  }

  override onBeforeShutdown(): void {
    this.#opened?.live.suspend();
  }

  override onDispose(): void {
    this.reservations.clear();
    for (const closed of this.#closed) closed();
    const live = this.#opened?.live;
    if (live === undefined) return;
    if (!this.#wasJoined && live.match.tick > 0 && !live.over) this.context.metrics.roomUnused();
    live.abandon();
    this.context.host.remove(live);
  }

  get #room(): Opened {
    if (this.#opened === undefined) throw new Error('the room was not created');
    return this.#opened;
  }

  /** @throws ServerError where the journal cannot take it */
  #begin(raw: unknown): OpenedMatch {
    const { host, recovering } = this.context;
    const options = readCreateOptions(this.entry.game, raw);
    this.roomId = drawRoomCode(options.private, (code) => host.rooms.has(code) || recovering.has(code));
    return beginMatch(this.context, this.roomId, this.entry.game, options);
  }

  #newAudience(): RoomAudience {
    return new RoomAudience({
      clients: this.clients,
      serializer: () => this.#room.serializer,
      patch: () => this.#patch(),
      broadcast: (type, data) => this.#frames.share(() => this.broadcast(type, data)),
      sendTo: (clients, type, data) => {
        const bytes = getMessageBytes.raw(Protocol.ROOM_DATA, type, data);
        this.#frames.share(() => clients.forEach((client) => client.enqueueRaw(bytes)));
      },
      sendDelayed: (clients, bytes) => this.#frames.share(() => this.#sendDelayed(clients, bytes)),
      closeAll: (code) => this.#closeAll(code),
    });
  }

  #newSeats({ members }: LiveRoom): Seats {
    return new Seats({
      clients: this.clients,
      members,
      graceMs: this.entry.game.reconnectGraceMs ?? DEFAULT_GRACE_MS,
      keep: (client) => {
        const kept = this.allowReconnection(client, 'manual');
        // It may be a promise that is rejected already.
        return { over: Promise.resolve(kept), giveUp: () => 'reject' in kept && void kept.reject(false) };
      },
      leave: (client) => removeClient(this, client, CLOSE.elsewhere),
      seat: joinOf(this),
      identify: (client, { headers, token }) => {
        const address = clientSocketOf(client.ref)?.address ?? '';
        return identified(() => this.context.accounts.of({ headers, token: token || undefined, address }));
      },
    });
  }

  #gone({ member }: ClientData): void {
    if (this.#opened === undefined) return;
    const { unsynced, live, seats } = this.#opened;
    unsynced.delete(member.id);
    seats.delete(member.id);
    live.stopAwaiting(member.id);
    live.members.leave(member.id);
  }

  #attach(client: RoomClient): void {
    client.socket = clientSocketOf(client.ref);
    if (client.socket !== undefined) this.#frames.reach(client, client.socket.socket);
    client.isDelayed = this.#room.live.delayed !== undefined && client.userData?.member.spectator === true;
  }

  /** Spectators with a delay get the time that they see. */
  #sendDelayed(clients: readonly RoomClient[], bytes: Uint8Array | undefined): void {
    const { live, serializer } = this.#room;
    const sNow = (live.delayed?.nowMs ?? live.match.now) + live.lostMs;
    serializer.sendDelayed(clients, bytes, this.#inputFormat && { sNow });
  }

  /** A new connection numbers its frames from the start. */
  #takeInputs(client: RoomClient): void {
    const member = client.userData?.member;
    if (this.#inputFormat === undefined || member?.seat === undefined) return;
    client.inputs = new InputReader(this.#inputFormat);
    member.inputQueue?.restart();
  }

  /** Sets the time and the acknowledgements that the next patch sends. */
  #setTime(): void {
    const { live } = this.#room;
    this.clock.currentTime = live.wireMs;
    this.clock.elapsedTime = live.wireMs;
    for (const client of this.clients)
      if (client.inputs !== undefined) setConsumedInputs(client, client.userData?.member.inputQueue?.settled ?? 0);
  }

  #patch(): void {
    if (this.#inputFormat === undefined) this.clock.tick();
    else this.#setTime();
    this.#frames.share(() => this.broadcastPatch());
    const { unsynced, serializer } = this.#room;
    unsynced.review();
    dropSlowReaders(this.clients, serializer);
  }

  #closeAll(code: number): void {
    if (this.#closing) return;
    this.#closing = true;
    // Colyseus would keep the room while it expects anybody.
    cancelReservations(this);
    this.disconnect(code).catch(() => {});
  }
}

function isConnected(client: RoomClient): boolean {
  return client.state !== ClientState.LEAVING && client.readyState === WebSocket.OPEN;
}
