/** Connections that speak the WebSocket protocol by hand, frame by frame. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Reservation } from './raw-client.ts';

export const OPCODE = { more: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** A frame as clients send it, masked with zeros. */
export function frameOf(opcode: number, payload: Uint8Array = Buffer.alloc(0), fin = true): Buffer {
  const { length } = payload;
  const head = Buffer.alloc(length < 126 ? 6 : length < 65_536 ? 8 : 14);
  head[0] = (fin ? 0x80 : 0) | opcode;
  head[1] = 0x80 | (length < 126 ? length : length < 65_536 ? 126 : 127);
  if (length >= 65_536) head.writeBigUInt64BE(BigInt(length), 2);
  else if (length >= 126) head.writeUInt16BE(length, 2);
  return Buffer.concat([head, payload]);
}

export interface ReceivedFrame {
  readonly opcode: number;
  readonly payload: Buffer;
}

/** A connection that was upgraded. It answers nothing by itself. */
export class FrameConnection {
  readonly socket: Socket;
  /** The first line of the answer to the upgrade. */
  status = '';
  readonly got: ReceivedFrame[] = [];
  /** When the server has ended the connection. */
  readonly ended: Promise<unknown>;
  #unread = Buffer.alloc(0);

  private constructor(socket: Socket) {
    this.socket = socket;
    this.ended = Promise.race([once(socket, 'end'), once(socket, 'close')]).catch(() => {});
    socket.on('error', () => {});
    socket.on('data', (bytes: Buffer) => this.#read(bytes));
    onTestFinished(() => void socket.destroy());
  }

  /** @param early what is sent together with the upgrade */
  static async open(url: string, path: string, early: Uint8Array = Buffer.alloc(0)): Promise<FrameConnection> {
    const { port, hostname } = new URL(url);
    const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
    const wire = new FrameConnection(socket);
    const upgrade =
      `GET ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
    socket.write(Buffer.concat([Buffer.from(upgrade), early]));
    while (wire.status === '') await Promise.race([once(socket, 'data'), wire.ended]);
    return wire;
  }

  static take(url: string, { processId, roomId, sessionId }: Reservation): Promise<FrameConnection> {
    return FrameConnection.open(url, `/${processId}/${roomId}?sessionId=${sessionId}`);
  }

  send(opcode: number, payload?: Uint8Array, fin?: boolean): void {
    this.socket.write(frameOf(opcode, payload, fin));
  }

  /** All frames of a kind that it got. */
  of(opcode: number): readonly ReceivedFrame[] {
    return this.got.filter((frame) => frame.opcode === opcode);
  }

  /** The code and the reason with which the server has closed it. */
  get goodbye(): { readonly code: number; readonly reason: string } | undefined {
    const [close] = this.of(OPCODE.close);
    return close && { code: close.payload.readUInt16BE(0), reason: close.payload.toString('utf8', 2) };
  }

  #read(bytes: Buffer): void {
    this.#unread = Buffer.concat([this.#unread, bytes]);
    if (this.status === '') {
      const end = this.#unread.indexOf('\r\n\r\n');
      if (end < 0) return;
      this.status = this.#unread.toString('latin1', 0, this.#unread.indexOf('\r\n'));
      this.#unread = this.#unread.subarray(end + 4);
    }
    for (let frame = this.#next(); frame !== undefined; frame = this.#next()) this.got.push(frame);
  }

  #next(): ReceivedFrame | undefined {
    const bytes = this.#unread;
    if (bytes.length < 2) return undefined;
    const short = (bytes[1] ?? 0) & 0x7f;
    const head = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (bytes.length < head) return undefined;
    const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
    if (bytes.length < head + length) return undefined;
    this.#unread = bytes.subarray(head + length);
    return { opcode: (bytes[0] ?? 0) & 0xf, payload: bytes.subarray(head, head + length) };
  }
}
