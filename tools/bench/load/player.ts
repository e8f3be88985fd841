/** One client of the benchmark: sends frames that were encoded beforehand, and counts what it receives without decoding it. */
import { once } from 'node:events';
import { pack } from 'msgpackr';
import { WebSocket, type Socket } from '../ws.ts';

/** The first byte of Colyseus's frames. */
const JOINED = 10;
const MESSAGE = 13;
const STATE = 14;
const PATCH = 15;
const JOINED_TOO = Buffer.from([JOINED]);
/** Sent before closing: without it the seat is held for a reconnection. */
const LEAVING = Buffer.from([12]);

/** `step {dx, dy}` as an SDK sends it: the type and a MessagePack map. Each of several numbers gives another step. */
export function benchStep(number: number): Buffer {
  return STEPS[number % STEPS.length] ?? Buffer.alloc(0);
}

const STEPS: readonly Buffer[] = [-3, -1, 2, 5].map((dx, index) =>
  Buffer.concat([Buffer.of(MESSAGE), pack('step'), pack({ dx, dy: index + 1 })]),
);

export class BenchPlayer {
  received = 0;
  bytes = 0;
  /** Called with every patch. */
  onPatch: (() => void) | undefined;
  readonly #socket: Socket;
  readonly #seated = Promise.withResolvers<void>();

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('message', (frame: Buffer) => {
      if (frame[0] === JOINED) {
        socket.send(JOINED_TOO);
        return;
      }
      this.received++;
      this.bytes += frame.length;
      if (frame[0] === PATCH) this.onPatch?.();
      else if (frame[0] === STATE) this.#seated.resolve();
    });
  }

  /** Takes a seat. Resolves with the first state, before which a server may drop messages; a bare server sends none. */
  static async sit(address: string, awaitState: boolean): Promise<BenchPlayer> {
    const socket = new WebSocket(address, { perMessageDeflate: false });
    const player = new BenchPlayer(socket);
    await once(socket, 'open');
    socket.on('error', () => {});
    if (awaitState) await player.#seated.promise;
    return player;
  }

  send(frame: Buffer): void {
    this.#socket.send(frame);
  }

  async leave(): Promise<void> {
    const closed = once(this.#socket, 'close');
    this.#socket.send(LEAVING);
    this.#socket.close();
    await closed;
  }
}
