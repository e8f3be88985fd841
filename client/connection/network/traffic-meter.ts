/** Counts the bytes that a room sends and receives. */

/** The overhead of a WebSocket frame. */
const FRAME_BYTES = 6;

/** The part of the SDK's room that frames pass through. */
export interface ByteChannel {
  readonly connection: {
    readonly events: { onmessage?: ((event: { readonly data: ArrayBuffer }) => unknown) | null };
    send(bytes: Uint8Array): void;
  };
}

/** Reports the bytes of each received and sent frame. Returns a function that stops it. */
export function countBytes(
  { connection }: ByteChannel,
  onReceived: (bytes: number) => void,
  onSent: (bytes: number) => void,
): () => void {
  const { events } = connection;
  const [receive, send] = [events.onmessage, connection.send];
  events.onmessage = (event) => {
    onReceived(event.data.byteLength + FRAME_BYTES);
    receive?.call(events, event);
  };
  connection.send = (bytes: Uint8Array) => {
    onSent(bytes.byteLength + FRAME_BYTES);
    send.call(connection, bytes);
  };
  return () => {
    events.onmessage = receive;
    connection.send = send;
  };
}

/** Bytes per second, over the last full second. */
export class TrafficMeter {
  bytesInPerSecond = 0;
  bytesOutPerSecond = 0;
  #in = 0;
  #out = 0;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #restore: () => void;

  constructor(room: ByteChannel) {
    this.#restore = countBytes(
      room,
      (bytes) => void (this.#in += bytes),
      (bytes) => void (this.#out += bytes),
    );
    this.#timer = setInterval(() => {
      this.bytesInPerSecond = this.#in;
      this.bytesOutPerSecond = this.#out;
      this.#in = 0;
      this.#out = 0;
    }, 1_000);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#restore();
  }
}
