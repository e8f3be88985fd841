import { expect, it, vi } from 'vitest';
import { countBytes, TrafficMeter, type ByteChannel } from '../../../../client/connection/network/traffic-meter.ts';

/** A channel whose two ends are driven by the test. */
function wire() {
  const [came, went] = [[] as number[], [] as number[]];
  const room: ByteChannel = {
    connection: {
      events: { onmessage: ({ data }) => came.push(data.byteLength) },
      send: (bytes) => void went.push(bytes.byteLength),
    },
  };
  const { connection } = room;
  return {
    room,
    came,
    went,
    receive: (length: number) => connection.events.onmessage?.({ data: new ArrayBuffer(length) }),
    send: (length: number) => connection.send(new Uint8Array(length)),
  };
}

it('the bytes of each frame are reported, with the frame overhead, and the frames pass unchanged', () => {
  const { room, came, went, receive, send } = wire();
  const [counted, sent]: number[][] = [[], []];
  const stop = countBytes(
    room,
    (bytes) => counted?.push(bytes),
    (bytes) => sent?.push(bytes),
  );
  receive(10);
  send(3);
  send(4);
  stop();
  receive(20);
  send(5);
  expect([counted, sent]).toEqual([[16], [9, 10]]);
  expect([came, went]).toEqual([
    [10, 20],
    [3, 4, 5],
  ]);
});

it('traffic is the bytes of the last second', () => {
  vi.useFakeTimers();
  const { room, receive, send } = wire();
  const traffic = new TrafficMeter(room);
  receive(94);
  receive(94);
  send(4);
  expect(traffic.bytesInPerSecond).toBe(0);
  vi.advanceTimersByTime(1_000);
  expect([traffic.bytesInPerSecond, traffic.bytesOutPerSecond]).toEqual([200, 10]);
  vi.advanceTimersByTime(1_000);
  expect([traffic.bytesInPerSecond, traffic.bytesOutPerSecond]).toEqual([0, 0]);
  traffic.stop();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});
