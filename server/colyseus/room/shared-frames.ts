/**
 * Builds a frame for many clients once, and writes it to each socket as it is. `ws` would build it for each client and write it in two pieces, which
 * is most of the cost of a patch. No frame is compressed or fragmented here, so frames that `ws` writes itself never come in between.
 */
import type { Socket } from 'node:net';
import { WebSocketClient } from '@colyseus/ws-transport';
import type { RoomClient } from './client-data.ts';

const WHOLE_BINARY = 0x82;
const LENGTH_16 = 126;
const LENGTH_64 = 127;
const { raw: RAW } = WebSocketClient.prototype;

export class SharedFrames {
  #sharing = false;
  #bytes: Uint8Array | undefined;
  #frame: Uint8Array | undefined;

  /** While `send` runs, equal bytes for several clients make one frame. */
  share<T>(send: () => T): T {
    this.#sharing = true;
    try {
      return send();
    } finally {
      this.#sharing = false;
      this.#bytes = undefined;
      this.#frame = undefined;
    }
  }

  /** Lets a client get shared frames. */
  reach(client: RoomClient, socket: Socket): void {
    const { ref } = client;
    // A simulated slow network: every frame has to take that way.
    if (WebSocketClient.prototype.raw !== RAW) return;
    client.raw = (bytes, options, sent) => {
      if (!this.#sharing || sent !== undefined) RAW.call(client, bytes, options, sent);
      else if (ref.readyState === WebSocket.OPEN) socket.write(this.#frameOf(bytes));
    };
  }

  #frameOf(bytes: Uint8Array): Uint8Array {
    if (this.#frame === undefined || bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#frame = frameOf(bytes);
    }
    return this.#frame;
  }
}

/** Copies the bytes: the encoder reuses their memory, while a slow socket may still wait. */
function frameOf(bytes: Uint8Array): Uint8Array {
  const { length } = bytes;
  const headLength = length < LENGTH_16 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headLength + length);
  frame[0] = WHOLE_BINARY;
  if (headLength === 2) {
    frame[1] = length;
  } else if (headLength === 4) {
    frame[1] = LENGTH_16;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = LENGTH_64;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.set(bytes, headLength);
  return frame;
}
