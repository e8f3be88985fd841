/** The server as an attacker reaches it: raw connections, frames and requests, from a local address of its own. */
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

export interface SeatReservation {
  readonly processId: string;
  readonly roomId: string;
  readonly sessionId: string;
}

export const OPCODE = { continuation: 0, binary: 2, ping: 9, pong: 10, close: 8 } as const;
/** Colyseus's protocol: the first byte of a frame. */
export const PROTOCOL = { join: 10, message: 13, ping: 18, input: 19 } as const;

const ANSWER_WITHIN_MS = 20_000;
const LARGEST_SHORT_BYTES = 125;
const LARGEST_MEDIUM_BYTES = 65_535;

export class Target {
  readonly port: number;
  /** Where the attacker's connections come from. */
  readonly localAddress: string;
  readonly #until: number;
  readonly #agent: Agent;

  constructor(port: number, localAddress: string, ms: number) {
    this.port = port;
    this.localAddress = localAddress;
    this.#until = performance.now() + ms;
    this.#agent = new Agent({ keepAlive: true, maxSockets: 64 });
  }

  get isOver(): boolean {
    return performance.now() >= this.#until;
  }

  /** A TCP connection; errors close it. */
  connect(): Socket {
    const socket = connect({ port: this.port, host: '127.0.0.1', localAddress: this.localAddress });
    socket.on('error', () => socket.destroy());
    return socket;
  }

  /** A socket after its upgrade; undefined where that was refused. */
  async upgrade(path: string): Promise<Socket | undefined> {
    const socket = this.connect();
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${this.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    const head = await new Promise<string>((resolve) => {
      socket.once('data', (bytes) => resolve(bytes.toString('latin1')));
      socket.once('close', () => resolve(''));
    });
    socket.on('data', () => {});
    if (head.startsWith('HTTP/1.1 101')) return socket;
    socket.destroy();
    return undefined;
  }

  /** A request on one of 64 connections; status 0 where there was no answer. */
  ask(method: 'GET' | 'POST', path: string, body?: object, headers: Record<string, string> = {}): Promise<HttpAnswer> {
    return new Promise((resolve) => {
      // The server needs a moment after it cut a connection.
      const fail = (): void => void setTimeout(() => resolve({ status: 0, text: '' }), 10);
      const asked = request(
        {
          host: '127.0.0.1',
          port: this.port,
          localAddress: this.localAddress,
          agent: this.#agent,
          method,
          path,
          headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
          timeout: ANSWER_WITHIN_MS,
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => (text += chunk));
          response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
          response.on('error', fail);
        },
      );
      asked.on('timeout', () => asked.destroy());
      asked.on('error', fail);
      asked.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /** Reserves a seat; undefined where that was refused. */
  async reserve(
    method: 'create' | 'joinById' | 'joinOrCreate',
    name: string,
    options: object,
  ): Promise<SeatReservation | undefined> {
    const { status, text } = await this.ask('POST', `/matchmake/${method}/${name}`, options);
    return status === 200 ? (JSON.parse(text) as SeatReservation) : undefined;
  }

  /** Connects to a reserved seat, and confirms it. */
  async sit({ processId, roomId, sessionId }: SeatReservation): Promise<Socket | undefined> {
    const socket = await this.upgrade(`/${processId}/${roomId}?sessionId=${sessionId}`);
    socket?.write(frame(OPCODE.binary, Buffer.of(PROTOCOL.join)));
    return socket;
  }

  /** Does something again and again until the attack is over, in `lanes` at a time. */
  async repeat(lanes: number, once: () => Promise<unknown>): Promise<void> {
    const lane = async (): Promise<void> => {
      while (!this.isOver) await once();
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  }

  /** Asks for something again and again until the attack is over, in `lanes` at a time. Counts how often that was granted, and how often not. */
  async count(lanes: number, isGranted: () => Promise<boolean>): Promise<{ granted: number; refused: number }> {
    const counts = { granted: 0, refused: 0 };
    await this.repeat(lanes, async () => void counts[(await isGranted()) ? 'granted' : 'refused']++);
    return counts;
  }

  /** Writes a chunk to each socket every 20 ms, or as often as is said, where the last was taken, until the attack is over or all are closed. */
  async pour(sockets: readonly Socket[], chunk: Buffer, everyMs = 20): Promise<number> {
    let written = 0;
    while (!this.isOver && sockets.some(({ destroyed }) => !destroyed)) {
      for (const socket of sockets) {
        if (socket.destroyed || socket.writableLength > chunk.length) continue;
        socket.write(chunk);
        written += chunk.length;
      }
      await sleep(everyMs);
    }
    return written;
  }
}

/** A frame of a WebSocket as a client sends it, with a mask of zeros. */
export function frame(opcode: number, payload: Buffer, isLast = true): Buffer {
  const first = (isLast ? 0x80 : 0) | opcode;
  const { length } = payload;
  const mask = Buffer.alloc(4);
  if (length <= LARGEST_SHORT_BYTES) return Buffer.concat([Buffer.of(first, 0x80 | length), mask, payload]);
  const head = Buffer.alloc(length <= LARGEST_MEDIUM_BYTES ? 4 : 10);
  head[0] = first;
  head[1] = 0x80 | (length <= LARGEST_MEDIUM_BYTES ? 126 : 127);
  if (length <= LARGEST_MEDIUM_BYTES) head.writeUInt16BE(length, 2);
  else head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, mask, payload]);
}

/** As much of one frame as fills a chunk of a size. */
export function chunkOf(one: Buffer, bytes: number): Buffer {
  return Buffer.concat(Array.from({ length: Math.max(1, Math.floor(bytes / one.length)) }, () => one));
}
