/**
 * Frames that many clients get at once are put together once, and written to each socket as they are. `ws` would put one
 * together for each client and write it in two pieces, which is most of what a patch costs. No frame is compressed or in
 * pieces here, so those that `ws` writes itself never lie in between.
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

  /** While `send` runs, the same bytes for several clients make one frame. */
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
    // Somebody simulates a slow network: then every frame takes that way.
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

/** A frame of its own: the encoder uses the memory of `bytes` again, while a slow socket may still wait to be written to. */
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
