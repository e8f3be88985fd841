/** What waits to be sent, for each address and for all together: those for whom most waits are cut off until it is little enough. */
import { LIMITS } from '../host/limits.ts';

/** A socket, as far as this asks. */
export interface Receiver {
  readonly address: string;
  readonly unsentBytes: number;
  cut(reason: 'unread'): void;
}

/** To be called now and then. */
export function boundUnsent(receivers: Iterable<Receiver>): void {
  const { unsentBytesPerAddress: perAddress, unsentBytesInAll: inAll } = LIMITS;
  let waiting = 0;
  for (const { unsentBytes } of receivers) waiting += unsentBytes;
  // So it is nearly always.
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
