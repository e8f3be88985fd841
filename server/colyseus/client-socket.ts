/** One WebSocket from its upgrade on: counts what it sends before anything reads it, and measures its round trip. */
import { randomInt } from 'node:crypto';
import type { Socket } from 'node:net';
import type { WebSocketClient } from '@colyseus/ws-transport';
import { CLOSE } from '../../shared/wire.ts';
import type { ClientAddress } from '../admission/client-address.ts';
import type { SocketTraffic } from '../admission/traffic.ts';
import { RateLimit } from '../host/members/rate-limit.ts';
import { LIMITS } from '../host/limits.ts';
import { processClock } from '../host/ticks/process-clock.ts';
import { RoundTrip } from './round-trip.ts';
import type { CutReason } from '../metrics.ts';
import { FrameCounter } from './frame-counter.ts';

export type WebSocketRef = WebSocketClient['ref'];

const PING_BYTES = 4;
const PING_NUMBERS = 2 ** 32;

const sockets = new WeakMap<object, ClientSocket>();

/** The client socket of a WebSocket of this server. */
export function clientSocketOf(webSocket: object): ClientSocket | undefined {
  return sockets.get(webSocket);
}

export class ClientSocket {
  readonly address: ClientAddress;
  /** The TCP connection below the WebSocket. */
  readonly socket: Socket;
  readonly #webSocket: WebSocketRef;
  readonly #traffic: SocketTraffic;
  readonly #wasCut: (reason: CutReason) => void;
  readonly #counter = new FrameCounter();
  readonly #roundTrip = new RoundTrip();
  readonly #pings = new RateLimit(LIMITS.pingsPerSecond, 1_000, LIMITS.pingBurst);
  #endWait: (() => void) | undefined;
  #unseatedFrames: number = LIMITS.unseatedFrames;
  #goodbyeFrames: number = LIMITS.goodbyeFrames;
  #goodbyeBytes: number = LIMITS.goodbyeBytes;
  #silentBeats = 0;
  /** What arrives is discarded. */
  #isIgnored = false;

  /**
   * To be made before the socket is first read.
   *
   * @param wasCut called when the server cuts the connection
   */
  constructor(
    webSocket: WebSocketRef,
    socket: Socket,
    address: ClientAddress,
    traffic: SocketTraffic,
    wasCut: (reason: CutReason) => void,
  ) {
    this.address = address;
    this.socket = socket;
    this.#webSocket = webSocket;
    this.#traffic = traffic;
    this.#wasCut = wasCut;
    sockets.set(webSocket, this);
    this.#countAhead();
    webSocket.on('ping', (data) => {
      if (this.takePing() && webSocket.readyState === WebSocket.OPEN) webSocket.pong(data);
    });
    webSocket.on('pong', (data) => {
      if (data.length !== PING_BYTES) return;
      if (!this.#roundTrip.answered(data.readUInt32BE(0), performance.now())) return;
      this.#silentBeats = 0;
      if (!this.#roundTrip.isKnown) this.#ping();
    });
    this.#endWait = processClock.after(LIMITS.unseatedMs, () => this.cut('no-seat'));
    socket.once('close', () => this.#endWait?.());
  }

  /** Bytes that wait to be sent. */
  get unsentBytes(): number {
    return this.socket.destroyed ? 0 : this.#webSocket.bufferedAmount;
  }

  /** The slowest of the last round trips; undefined: not measured yet. */
  get roundTripMs(): number | undefined {
    return this.#roundTrip.slowestMs(performance.now());
  }

  /** Its client has joined a room. */
  seated(): void {
    this.#endWait?.();
    this.#endWait = undefined;
    this.#ping();
  }

  /** Counts a ping of the client. False: it is not answered. */
  takePing(): boolean {
    return this.#pings.take(performance.now());
  }

  /** To be called every few seconds: pings the client, and cuts the connection where it has not answered the last two pings. */
  heartbeat(): void {
    if (this.#silentBeats++ >= LIMITS.pingsUnanswered) this.cut('silent');
    else this.#ping();
  }

  /** Ends the connection at once. */
  cut(reason: CutReason): void {
    if (this.socket.destroyed) return;
    this.#isIgnored = true;
    this.#wasCut(reason);
    this.#webSocket.terminate();
  }

  /**
   * Counts chunks in the `push` of the TCP socket: what is not passed on there is never read. Some of it is still taken from the network, since a
   * connection that ends with unread bytes is reset, and its client may not get the reason.
   */
  #countAhead(): void {
    const { socket } = this;
    const push = socket.push.bind(socket);
    socket.push = (chunk: Uint8Array | null) => {
      if (chunk === null || this.#admits(chunk)) return push(chunk);
      return (this.#goodbyeBytes -= chunk.length) > 0;
    };
  }

  #admits(chunk: Uint8Array): boolean {
    if (this.#isIgnored) return false;
    const frames = this.#counter.count(chunk);
    if (this.#webSocket.readyState !== WebSocket.OPEN) {
      this.#goodbyeFrames -= frames;
      // The connection is closed when the time for its goodbye is over.
      this.#isIgnored = this.#goodbyeFrames < 0;
    } else if (this.#isEarly(frames)) {
      this.#refuseFlood('flood', CLOSE.misbehaved);
    } else {
      const excess = this.#traffic.take(performance.now(), frames, chunk.length);
      if (excess === 'socket') this.#refuseFlood('flood', CLOSE.misbehaved);
      // Another socket of the address may be the reason.
      else if (excess === 'address') this.#refuseFlood('address', CLOSE.mayRetry);
    }
    return !this.#isIgnored;
  }

  /** It sends too much for a socket without a seat. */
  #isEarly(frames: number): boolean {
    return this.#endWait !== undefined && (this.#unseatedFrames -= frames) < 0;
  }

  #ping(): void {
    if (this.#webSocket.readyState !== WebSocket.OPEN) return;
    const number = randomInt(PING_NUMBERS);
    const data = Buffer.allocUnsafe(PING_BYTES);
    data.writeUInt32BE(number, 0);
    this.#roundTrip.sent(number, performance.now());
    this.#webSocket.ping(data);
  }

  /** Tells the client why, and whether to retry. The connection ends (`LIMITS.goodbyeMs`) without another frame being read. */
  #refuseFlood(reason: CutReason, code: number): void {
    this.#isIgnored = true;
    this.#wasCut(reason);
    this.#webSocket.close(code, 'too many messages');
  }
}
