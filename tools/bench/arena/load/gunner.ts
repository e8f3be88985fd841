/** One client of the arenas: sends the input frames that an SDK sends, and reads of what comes no more than its head. */
import { once } from 'node:events';
import { encode, type Iterator } from '@colyseus/schema';
import { InputEncoder } from '@colyseus/schema/input';
import { BUTTON } from '../../../../shared/games/arena/constants.ts';
import { Controls } from '../../../../shared/games/arena/spec.ts';
import { WebSocket, type Socket } from '../../ws.ts';
import { ScriptedInput } from '../scripted-input.ts';

/** The first byte of Colyseus's frames. */
const JOINED = 10;
const STATE = 14;
const PATCH = 15;
const INPUT = 19;
/** In patches: followed by the server's clock and the number of the last frame it has seen to. In input: by a stamp. */
const TIMED = 0x80;
const KINDS = 0x1f;
const JOINED_TOO = Buffer.from([JOINED]);
/** Said before closing: who does not say it may come back, and keeps the seat for a while. */
const LEAVING = Buffer.from([12]);

/** How much later than they arrive the others are drawn. */
const DELAY_MS = 80;

export class ArenaBenchPlayer {
  patches = 0;
  bytes = 0;
  /** When the patches came, while somebody wants to know. */
  arrivals: number[] | undefined;
  /** Called with the number of the last frame that the server has seen to. */
  onAck: ((ack: number) => void) | undefined;
  /** Frames sent so far: the last one has this number. */
  sent = 0;
  readonly #socket: Socket;
  readonly #seated = Promise.withResolvers<void>();
  readonly #hand: ScriptedInput;
  readonly #controls = new Controls();
  readonly #encoder = new InputEncoder(this.#controls);
  /** The server's clock in the last patch. */
  #serverMs = 0;
  #stamp = 0;

  private constructor(socket: Socket, seed: number) {
    this.#socket = socket;
    this.#hand = new ScriptedInput(seed);
    socket.on('message', (frame: Buffer) => this.#take(frame));
  }

  /** Takes a seat. Resolves when the state is there. */
  static async sit(address: string, seed: number): Promise<ArenaBenchPlayer> {
    const socket = new WebSocket(address, { perMessageDeflate: false });
    const gunner = new ArenaBenchPlayer(socket, seed);
    await once(socket, 'open');
    socket.on('error', () => {});
    await gunner.#seated.promise;
    return gunner;
  }

  /** Sends what the hand does in the next tick. Only frames that fire tell when the others were seen. */
  send(): void {
    const hand = this.#hand;
    hand.next();
    this.#controls.assign({ move: hand.move, aim: hand.aim, buttons: hand.buttons });
    const body = this.#encoder.encode();
    const fires = (hand.buttons & (BUTTON.blaster | BUTTON.railgun)) !== 0;
    const frame = Buffer.allocUnsafe(1 + (fires ? 9 : 0) + body.length);
    const at: Iterator = { offset: 1 };
    frame[0] = INPUT;
    if (fires) {
      frame[0] = INPUT | TIMED;
      const stamp = Math.max(0, this.#serverMs - DELAY_MS);
      encode.number(frame, stamp - this.#stamp, at);
      this.#stamp = stamp;
    }
    frame.set(body, at.offset);
    this.#socket.send(frame.subarray(0, at.offset + body.length));
    this.sent++;
  }

  async leave(): Promise<void> {
    const closed = once(this.#socket, 'close');
    this.#socket.send(LEAVING);
    this.#socket.close();
    await closed;
  }

  #take(frame: Buffer): void {
    const kind = (frame[0] ?? 0) & KINDS;
    this.bytes += frame.length;
    if (kind === PATCH) {
      this.patches++;
      this.#serverMs = frame.readUInt32LE(1);
      this.arrivals?.push(performance.now());
      this.onAck?.(frame.readUInt32LE(5));
    } else if (kind === JOINED) {
      this.#socket.send(JOINED_TOO);
    } else if (kind === STATE) {
      this.#seated.resolve();
    }
  }
}
