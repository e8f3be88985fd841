/** The wire between a client and a server, as long and as uneven as a test wants: it delays both ways, and keeps the order. */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { Random } from '../../shared/runtime/index.ts';

export interface RelayOptions {
  /** Each way, in ms. */
  readonly delayMs: number;
  /** Up to so many ms more, for each piece. */
  readonly jitterMs: number;
  readonly seed?: number;
}

/** One direction of one connection. */
class OneWay {
  readonly #options: RelayOptions;
  readonly #random: Random;
  readonly #to: Socket;
  readonly #waiting: { readonly atMs: number; readonly bytes: string | Uint8Array | undefined }[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stalled = false;

  constructor(options: RelayOptions, random: Random, from: Socket, to: Socket) {
    this.#options = options;
    this.#random = random;
    this.#to = to;
    from.setNoDelay(true);
    from.on('data', (bytes) => this.#take(bytes));
    from.on('end', () => this.#take(undefined));
    from.on('error', () => to.destroy());
    from.on('close', () => {
      clearTimeout(this.#timer);
      to.destroy();
    });
  }

  stall(stalled: boolean): void {
    this.#stalled = stalled;
    this.#pass();
  }

  /** @param bytes undefined: the end */
  #take(bytes: string | Uint8Array | undefined): void {
    const { delayMs, jitterMs } = this.#options;
    const atMs = performance.now() + delayMs + this.#random.float() * jitterMs;
    // Nothing overtakes what went before.
    this.#waiting.push({ atMs: Math.max(atMs, this.#waiting.at(-1)?.atMs ?? 0), bytes });
    this.#pass();
  }

  #pass(): void {
    clearTimeout(this.#timer);
    for (; !this.#stalled; this.#waiting.shift()) {
      const [next] = this.#waiting;
      if (next === undefined) return;
      const leftMs = next.atMs - performance.now();
      if (leftMs > 0.5) {
        this.#timer = setTimeout(() => this.#pass(), leftMs);
        return;
      }
      if (next.bytes === undefined) this.#to.end();
      else this.#to.write(next.bytes);
    }
  }
}

export class Relay {
  readonly url: string;
  readonly #server: Server;
  readonly #sockets: Set<Socket>;
  readonly #ways: Set<OneWay>;

  private constructor(url: string, server: Server, sockets: Set<Socket>, ways: Set<OneWay>) {
    this.url = url;
    this.#server = server;
    this.#sockets = sockets;
    this.#ways = ways;
  }

  /** Lays a line to a server, such as `http://127.0.0.1:2567`. */
  static async open(target: string, options: RelayOptions): Promise<Relay> {
    const { hostname, port } = new URL(target);
    const random = new Random(String(options.seed ?? 1), 'line');
    const sockets = new Set<Socket>();
    const ways = new Set<OneWay>();
    const server = createServer((near) => {
      const far = connect(Number(port), hostname);
      const both = [new OneWay(options, random, near, far), new OneWay(options, random, far, near)];
      for (const socket of [near, far]) sockets.add(socket);
      for (const way of both) ways.add(way);
      near.on('close', () => {
        for (const socket of [near, far]) sockets.delete(socket);
        for (const way of both) ways.delete(way);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the line has no port');
    return new Relay(`http://127.0.0.1:${address.port}`, server, sockets, ways);
  }

  /** Nothing passes either way until `resume()`, and then all that has waited. */
  stall(): void {
    for (const way of this.#ways) way.stall(true);
  }

  resume(): void {
    for (const way of this.#ways) way.stall(false);
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
}
