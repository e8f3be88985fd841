/** A Colyseus room that carries a live room: it knows connections, and nothing of the game. */
import { ClientState, CloseCode, ErrorCode, Room as ColyseusRoom, ServerError, type Serializer } from '@colyseus/core';
import { CLOSE } from '../../shared/wire.ts';
import type { GameEntry } from '../games.ts';
import { NotLetIn } from '../host/arrivals.ts';
import type { EffectHandlers } from '../host/effect-runs.ts';
import type { Host } from '../host/host.ts';
import { LIMITS } from '../host/limits.ts';
import { LiveRoom } from '../host/live-room.ts';
import { Member } from '../host/member.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { Absent } from './absent.ts';
import { Guest, type GuestClient } from './guest.ts';
import { glance, readCreateOptions, readJoinOptions } from './options.ts';
import { RoomAudience } from './room-audience.ts';
import { drawRoomCode } from './room-codes.ts';
import { receive, showMessageTypes, type Deliver } from './room-messages.ts';
import { HouseSerializer } from './serializer.ts';
import { SharedFrames } from './shared-frames.ts';
import { socketOf } from './transport.ts';

/** What every room of the process shares. */
export interface House {
  readonly host: Host;
  readonly effects: EffectHandlers;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** What a room has from its creation on. */
interface Opened {
  readonly live: LiveRoom;
  readonly absent: Absent;
  readonly serializer: HouseSerializer;
}

const DEFAULT_GRACE_MS = 60_000;

/** Makes the room class of a game. */
export function gameRoomClass(house: House, entry: GameEntry): typeof GameRoom {
  return class extends GameRoom {
    protected override readonly house = house;
    protected override readonly entry = entry;
  };
}

export class GameRoom extends ColyseusRoom<{ client: GuestClient }> {
  // The pacer patches after each tick, so the room needs no timers of its own.
  override patchRate = null;
  declare protected readonly house: House;
  declare protected readonly entry: GameEntry;
  readonly #frames = new SharedFrames();
  #opened: Opened | undefined;
  #closing = false;

  static override async onAuth(_token: string, options: unknown): Promise<unknown> {
    readJoinOptions(options);
    return true;
  }

  constructor() {
    super();
    // Where there is no simulation interval, a patch rate of null starts a timer at 60 Hz. This one never fires.
    const interval = setInterval(() => {}, 2 ** 31 - 1);
    clearInterval(interval);
    this['_simulationInterval'] = interval;
  }

  get live(): LiveRoom | undefined {
    return this.#opened?.live;
  }

  /** Those who were promised a seat, and have not joined yet. */
  get expectedPlayers(): number {
    const reservations: Record<
      string,
      readonly [options: unknown, auth: unknown, taken?: boolean, returning?: boolean]
    > = this['_reservedSeats'];
    let expected = 0;
    // Those who have been joining for a while are not enumerable any more, and the live room knows them.
    for (const [options, , , returning] of Object.values(reservations)) {
      if (!returning && !glance(options).spectate) expected++;
    }
    return expected + (this.#opened?.live.door.joining ?? 0);
  }

  override onCreate(raw: unknown): void {
    const { game, bot } = this.entry;
    const { host, effects, log, metrics } = this.house;
    if (host.rooms.size >= LIMITS.rooms)
      throw new ServerError(ErrorCode.APPLICATION_ERROR, 'the house is full: try later');
    const { private: hidden, game: options } = readCreateOptions(game, raw);
    this.roomId = drawRoomCode((code) => host.rooms.has(code));
    this.maxClients = game.seats.max + LIMITS.watchers;
    void this.setPrivate(hidden);

    const audience = new RoomAudience({
      clients: this.clients,
      serializer: () => this.#room.serializer,
      patch: () => this.#patch(),
      broadcast: (type, data) => this.#frames.share(() => this.broadcast(type, data)),
      closeAll: (code) => this.#closeAll(code),
    });
    const live = new LiveRoom({
      id: this.roomId,
      game,
      bot,
      options,
      private: hidden,
      effects,
      audience,
      log,
      metrics,
    });
    // This gives the state its only encoder, before the match's first tick.
    this.state = live.match.state;
    const encoding: Serializer<object> = this['_serializer'];
    const serializer = new HouseSerializer(encoding);
    this.setSerializer(serializer);
    this.#opened = { live, absent: new Absent(live.match, this.clients), serializer };
    const deliver: Deliver = this['_onMessage'].bind(this);
    const guarded = (client: GuestClient, frame: Buffer, isBinary = true) =>
      receive(live, log, client, frame, isBinary, deliver);
    this['_onMessage'] = guarded;
    showMessageTypes(this, live);
    host.add(live);
  }

  override async onJoin(client: GuestClient, options: unknown): Promise<void> {
    const { live, absent } = this.#room;
    const { name, spectate: spectator } = readJoinOptions(options);
    if (spectator && live.door.watchers >= LIMITS.watchers) {
      throw new ServerError(ErrorCode.APPLICATION_ERROR, 'room-full: too many watch this room already');
    }
    const member = new Member({ id: client.sessionId, name, spectator, bot: false }, live.tickRate);
    const guest = new Guest(member);
    client.userData = guest;
    absent.add(guest);
    await letIn(live.door.join(member));
    this.#reach(client);
    client.view = live.match.viewOf(member.id);
    // Whoever has left meanwhile will never hear of the token.
    if (isConnected(client)) guest.token = client.reconnectionToken;
  }

  override onDrop(client: GuestClient): void {
    const { live, absent } = this.#room;
    const guest = client.userData;
    if (guest?.token === undefined || live.over || live.door.member(guest.member.id) === undefined) return;
    absent.add(guest);
    live.door.drop(guest.member.id);
    // One that drops while it returns does not know its next token yet, and comes again with the one it has.
    client.reconnectionToken = guest.token;
    Reflect.deleteProperty(client, '_enqueuedMessages');
    const graceMs = this.entry.game.reconnectGraceMs ?? DEFAULT_GRACE_MS;
    this.allowReconnection(client, graceMs / 1000).catch(() => {});
  }

  override async onReconnect(client: GuestClient): Promise<void> {
    const guest = client.userData;
    if (guest === undefined) throw new ServerError(CloseCode.FAILED_TO_RECONNECT, 'there is no seat for you');
    await letIn(this.#room.live.door.return(guest.member.id));
    this.#reach(client);
    if (isConnected(client)) guest.token = client.reconnectionToken;
    // Or else Colyseus takes a connection that is closing for a return that was denied, and gives the seat away.
    else client.state = ClientState.LEAVING;
  }

  override onLeave(client: GuestClient): void {
    const guest = client.userData;
    if (guest === undefined || this.#opened === undefined) return;
    this.#opened.absent.delete(guest);
    this.#opened.live.door.leave(guest.member.id);
  }

  override onBeforeShutdown(): void {
    this.#opened?.live.dispose();
    this.#closeAll(CLOSE.mayRetry);
  }

  override onDispose(): void {
    const live = this.#opened?.live;
    if (live === undefined) return;
    live.dispose();
    this.house.host.remove(live);
  }

  get #room(): Opened {
    if (this.#opened === undefined) throw new Error('the room was not created');
    return this.#opened;
  }

  #reach(client: GuestClient): void {
    const socket = socketOf(client.ref);
    if (socket !== undefined) this.#frames.reach(client, socket);
  }

  #patch(): void {
    this.clock.tick();
    this.#frames.share(() => this.broadcastPatch());
    const { absent, live } = this.#room;
    absent.review();
    if (live.match.tick % live.tickRate === 0) this.#dropSlowReaders();
  }

  #dropSlowReaders(): void {
    for (const { ref } of this.clients) if (ref.bufferedAmount > LIMITS.unsentBytes) ref.terminate();
  }

  #closeAll(code: number): void {
    if (this.#closing) return;
    this.#closing = true;
    this.disconnect(code).catch(() => {});
  }
}

function isConnected(client: GuestClient): boolean {
  return client.state !== ClientState.LEAVING && client.readyState === WebSocket.OPEN;
}

async function letIn(arrival: Promise<void>): Promise<void> {
  try {
    await arrival;
  } catch (error) {
    if (error instanceof NotLetIn) throw new ServerError(ErrorCode.APPLICATION_ERROR, error.message);
    throw error;
  }
}
