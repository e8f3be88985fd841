/** Bounds the bytes that wait to be sent, of each address and in all: the clients with the most are disconnected. */
import { LIMITS } from '../host/limits.ts';

/** A socket, as this sees it. */
export interface Receiver {
  readonly address: string;
  readonly unsentBytes: number;
  cut(reason: 'unread'): void;
}

/** To be called regularly. */
export function boundUnsent(receivers: Iterable<Receiver>): void {
  const { unsentBytesPerAddress: perAddress, unsentBytesInAll: inAll } = LIMITS;
  let waiting = 0;
  for (const { unsentBytes } of receivers) waiting += unsentBytes;
  // Nearly always true.
  if (waiting <= Math.min(perAddress, inAll)) return;
  const byAddress = Map.groupBy(receivers, ({ address }) => address);
  for (const those of byAddress.values()) cutDown(those, perAddress);
  cutDown([...byAddress.values()].flat(), inAll);
}

function cutDown(receivers: readonly Receiver[], most: number): void {
  const waiting = receivers.map((receiver) => ({ receiver, bytes: receiver.unsentBytes }));
  let sum = waiting.reduce((bytes, each) => bytes + each.bytes, 0);
  if (sum <= most) return;
  for (const { receiver, bytes } of waiting.sort((a, b) => b.bytes - a.bytes)) {
    if (sum <= most) return;
    receiver.cut('unread');
    sum -= bytes;
  }
}
