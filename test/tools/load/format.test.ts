import { expect, it } from 'vitest';
import { newTimes, Counters } from '../../../tools/load/counters.ts';
import { statusLine, statusTable, type LoadStatus } from '../../../tools/load/format.ts';

function statusAt(seconds: number): LoadStatus {
  const counters = new Counters();
  const before = { seconds: seconds - 1, counts: counters.read(), cpuSeconds: 1 };
  counters.add('playing', 8);
  counters.add('rooms');
  counters.add('patches', 240);
  return {
    stage: 'all play',
    players: 8,
    before,
    now: { seconds, counts: counters.read(), cpuSeconds: 1.5 },
    times: newTimes(),
    kills: 1,
    server: { rooms: 1, people: 8, tasks: 12, sockets: 9, memoryMb: 181.4, heapMb: 30 },
  };
}

it('the status on a terminal is a table', () => {
  expect(statusTable(statusAt(7)).split('\n')).toEqual([
    '7 s, all play',
    'players   8 of 8 in 1 room',
    'patches   240/s, 0 B/s in, 0 B/s out',
    'messages  0, 0 refused',
    'inputs    0/s',
    'line      0 drops, 1 kill, 0 reconnects',
    'wrong     0 errors, 0 lost',
    'server    50% CPU, 181 MB',
  ]);
});

it('elsewhere it is one line', () => {
  expect(statusLine(statusAt(7))).toBe(
    '7 s  all play: 8 playing in 1 room, 240 patches/s, p99 0 ms, 1 kill, 0 drops, 0 reconnects, 0 errors, 0 lost, server 50% CPU, 181 MB',
  );
});
