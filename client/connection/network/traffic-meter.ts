/** How many bytes go over a room's line, both ways. */
/** What a frame costs beside its bytes. */
const FRAME_BYTES = 6;

/** What frames come and go through: the SDK's room has one. */
export interface ByteChannel {
  readonly connection: {
    readonly events: { onmessage?: ((event: { readonly data: ArrayBuffer }) => unknown) | null };
    send(bytes: Uint8Array): void;
  };
}

/** Tells of the bytes of each frame that comes or goes. Returns the way out. */
export function countBytes(
  { connection }: ByteChannel,
  came: (bytes: number) => void,
  went: (bytes: number) => void,
): () => void {
  const { events } = connection;
  const [receive, send] = [events.onmessage, connection.send];
  events.onmessage = (event) => {
    came(event.data.byteLength + FRAME_BYTES);
    receive?.call(events, event);
  };
  connection.send = (bytes: Uint8Array) => {
    went(bytes.byteLength + FRAME_BYTES);
    send.call(connection, bytes);
  };
  return () => {
    events.onmessage = receive;
    connection.send = send;
  };
}

/** Bytes in the last whole second. */
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
