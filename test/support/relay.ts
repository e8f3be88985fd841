/** A TCP relay between clients and a server: it delays what passes, stalls it, loses it, or cuts connections. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Random } from '../../shared/runtime/index.ts';

export interface RelayOptions {
  /** Each way, in ms (default 0). */
  readonly delayMs?: number;
  /** At most this much more for each piece, in ms (default 0). */
  readonly jitterMs?: number;
  /** Called with each piece that arrives, before it is passed on: a cut now loses it. */
  readonly onData?: (relay: Relay) => void;
}

/** One direction of one connection. */
class OneWay {
  readonly #delay: () => number;
  readonly #to: Socket;
  readonly #waiting: { readonly atMs: number; readonly bytes: string | Uint8Array | undefined }[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #mode: 'open' | 'stalled' | 'silent' = 'open';

  constructor(from: Socket, to: Socket, delay: () => number, onData: () => void) {
    this.#delay = delay;
    this.#to = to;
    from.setNoDelay(true);
    from.on('data', (bytes) => {
      onData();
      this.#add(bytes);
    });
    from.on('end', () => this.#add(undefined));
    from.on('error', () => to.destroy());
    from.on('close', () => {
      clearTimeout(this.#timer);
      to.destroy();
    });
  }

  set mode(mode: 'open' | 'stalled' | 'silent') {
    this.#mode = mode;
    this.#pass();
  }

  /** @param bytes undefined: the end */
  #add(bytes: string | Uint8Array | undefined): void {
    if (this.#mode === 'silent') return;
    // Nothing overtakes what went before.
    const atMs = Math.max(performance.now() + this.#delay(), this.#waiting.at(-1)?.atMs ?? 0);
    this.#waiting.push({ atMs, bytes });
    this.#pass();
  }

  #pass(): void {
    clearTimeout(this.#timer);
    for (; this.#mode === 'open'; this.#waiting.shift()) {
      const [next] = this.#waiting;
      if (next === undefined) return;
      const leftMs = next.atMs - performance.now();
      if (leftMs > 0.5) {
        this.#timer = setTimeout(() => this.#pass(), leftMs);
        return;
      }
      if (next.bytes === undefined) this.#to.end();
      else if (!this.#to.destroyed) this.#to.write(next.bytes);
    }
  }
}

export class Relay {
  readonly url: string;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #ways = new Set<OneWay>();

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** Opens a relay to a server, such as `http://127.0.0.1:2567`. */
  static async open(target: string, options: RelayOptions = {}): Promise<Relay> {
    const { delayMs = 0, jitterMs = 0, onData = () => {} } = options;
    const { hostname, port } = new URL(target);
    const random = new Random('1', 'line');
    const server = createServer((near) => {
      const delay = (): number => delayMs + random.float() * jitterMs;
      relay.#join(near, connect(Number(port), hostname), delay, () => onData(relay));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const relay = new Relay(server);
    return relay;
  }

  /** Passes nothing either way until `resume()`, and then everything that has waited. */
  stall(): void {
    for (const way of this.#ways) way.mode = 'stalled';
  }

  resume(): void {
    for (const way of this.#ways) way.mode = 'open';
  }

  /** Loses everything on the connections of now, which stay open; new ones are let through. */
  silence(): void {
    for (const way of this.#ways) way.mode = 'silent';
  }

  /** Breaks every connection; new ones are let through. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(near: Socket, far: Socket, delay: () => number, onData: () => void): void {
    const sockets = [near, far];
    const ways = [new OneWay(near, far, delay, onData), new OneWay(far, near, delay, onData)];
    for (const socket of sockets) this.#sockets.add(socket);
    for (const way of ways) this.#ways.add(way);
    near.on('close', () => {
      for (const socket of sockets) this.#sockets.delete(socket);
      for (const way of ways) this.#ways.delete(way);
    });
  }
}
