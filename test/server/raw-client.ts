/** A client that speaks the protocol by hand, as well or as badly as a test wants. */
import { once } from 'node:events';

export interface Reservation {
  processId: string;
  roomId: string;
  sessionId: string;
}

export class RawClient {
  readonly socket: WebSocket;
  /** Every frame that it got. */
  readonly frames: Uint8Array[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;

  constructor(url: string) {
    this.socket = new WebSocket(url);
    this.socket.binaryType = 'arraybuffer';
    this.socket.addEventListener('message', ({ data }) => this.frames.push(new Uint8Array(data)));
    this.closed = once(this.socket, 'close').then(([{ code, reason }]) => ({ code, reason }));
  }

  /** Reserves a seat, and opens the socket for it. */
  static async join(url: string, method: string, target: string, options: object = {}): Promise<RawClient> {
    return RawClient.take(url, await reserve(url, method, target, options), options);
  }

  static async take(
    url: string,
    { processId, roomId, sessionId }: Reservation,
    options: object = {},
  ): Promise<RawClient> {
    const query = new URLSearchParams({ sessionId });
    if ('reconnectionToken' in options) query.set('reconnectionToken', String(options.reconnectionToken));
    if ('skipHandshake' in options) query.set('skipHandshake', String(options.skipHandshake));
    const client = new RawClient(`${url.replace('http', 'ws')}/${processId}/${roomId}?${query}`);
    await once(client.socket, 'open');
    return client;
  }

  send(...bytes: number[]): void {
    this.socket.send(new Uint8Array(bytes));
  }

  /**
   * The first frame of a kind that comes.
   *
   * @throws Error when the socket closes before
   */
  async next(kind: number): Promise<Uint8Array> {
    for (;;) {
      const frame = this.frames.find(([first]) => first === kind);
      if (frame !== undefined) return frame;
      const closed = this.closed.then(({ code, reason }) => Promise.reject(new Error(`closed: ${code} ${reason}`)));
      await Promise.race([once(this.socket, 'message'), closed]);
    }
  }
}

/** @throws Error with the server's words */
export async function reserve(url: string, method: string, target: string, options: object): Promise<Reservation> {
  const response = await fetch(`${url}/matchmake/${method}/${target}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(options),
  });
  const body: unknown = await response.json();
  if (!response.ok) throw new Error(JSON.stringify(body));
  return body as Reservation;
}
