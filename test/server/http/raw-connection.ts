/** A connection that sends bytes as they are, and keeps what comes. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export class RawConnection {
  readonly socket: Socket;
  /** Resolves with all that came once the server has closed it. */
  readonly closed: Promise<string>;
  #text = '';

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (bytes) => (this.#text += bytes.toString('latin1')));
    // It is closed on purpose, and sometimes while it is written to.
    socket.on('error', () => {});
    this.closed = once(socket, 'close').then(() => this.#text);
    onTestFinished(() => void socket.destroy());
  }

  /** @param text is sent at once */
  static async open(port: number, text = ''): Promise<RawConnection> {
    const socket = connect(port, '127.0.0.1');
    const connection = new RawConnection(socket);
    await once(socket, 'connect');
    socket.write(text);
    return connection;
  }

  /** Resolves once what came has this. */
  async got(words: RegExp): Promise<string> {
    while (!words.test(this.#text)) {
      const closed = this.closed.then(() => Promise.reject(new Error(`closed after: ${this.#text}`)));
      await Promise.race([once(this.socket, 'data'), closed]);
    }
    return this.#text;
  }
}

/** The head of a request without a body. */
export function get(path: string, ...headers: string[]): string {
  return [`GET ${path} HTTP/1.1`, 'Host: localhost', ...headers, '', ''].join('\r\n');
}
