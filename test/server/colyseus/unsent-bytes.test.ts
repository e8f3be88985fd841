import { expect, it } from 'vitest';
import { LIMITS } from '../../../server/host/limits.ts';
import { boundUnsent } from '../../../server/colyseus/unsent-bytes.ts';

const MB = 1_048_576;
const PER_ADDRESS = LIMITS.unsentBytesPerAddress / MB;
const IN_ALL = LIMITS.unsentBytesInAll / MB;

/** Sockets with unsent MB, as `address: MB`. Returns those that are disconnected. */
function cutOf(...sockets: readonly (readonly [address: string, megabytes: number])[]): string[] {
  const cut: string[] = [];
  const receivers = sockets.map(([address, megabytes]) => {
    const receiver = {
      address,
      unsentBytes: megabytes * MB,
      cut(reason: string) {
        receiver.unsentBytes = 0;
        cut.push(`${address}: ${megabytes} ${reason}`);
      },
    };
    return receiver;
  });
  boundUnsent(receivers);
  return cut;
}

it('nobody is disconnected while unsent bytes are within the bounds', () => {
  expect(cutOf(['a', PER_ADDRESS / 2], ['a', PER_ADDRESS / 2], ['b', PER_ADDRESS])).toEqual([]);
});

it('beyond the limit of an address its clients with the most unsent bytes are disconnected', () => {
  expect(cutOf(['a', PER_ADDRESS / 2], ['a', 1], ['a', PER_ADDRESS / 2 + 1], ['b', PER_ADDRESS])).toEqual([
    `a: ${PER_ADDRESS / 2 + 1} unread`,
  ]);
});

it('beyond the limit in all the clients with the most unsent bytes are disconnected', () => {
  const few = Array.from({ length: IN_ALL / 16 }, (_, index) => [`a${index}`, 16] as const);
  expect(cutOf(...few, ['b', 17], ['c', 18])).toEqual(['c: 18 unread', 'b: 17 unread']);
});
