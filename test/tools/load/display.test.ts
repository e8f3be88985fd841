import { expect, it, vi } from 'vitest';
import { Display } from '../../../tools/load/display.ts';
import { newTimes, Counters } from '../../../tools/load/counters.ts';
import type { LoadStatus } from '../../../tools/load/format.ts';

function statusAt(seconds: number, stage = 'all play'): LoadStatus {
  const tally = new Counters();
  const before = { seconds: seconds - 1, counts: tally.read(), cpuSeconds: 1 };
  tally.add('playing', 8);
  tally.add('rooms');
  tally.add('patches', 240);
  return {
    stage,
    players: 8,
    before,
    now: { seconds, counts: tally.read(), cpuSeconds: 1.5 },
    times: newTimes(),
    kills: 1,
    server: { rooms: 1, people: 8, tasks: 12, sockets: 9, memoryMb: 181.4, heapMb: 30 },
  };
}

it('on a terminal a table is written over each time', () => {
  const written: string[] = [];
  const display = new Display({ isTTY: true, write: (text) => written.push(text) });
  display.show(statusAt(7));
  expect(written.join('').split('\n')).toEqual([
    '7 s, all play',
    'players   8 of 8 in 1 room',
    'patches   240/s, 0 B/s in, 0 B/s out',
    'messages  0, 0 refused',
    'inputs    0/s',
    'line      0 drops, 1 kill, 0 reconnects',
    'wrong     0 errors, 0 lost',
    'server    50% CPU, 181 MB',
    '',
  ]);
  written.length = 0;
  display.show(statusAt(8));
  expect(written[0]).toBe('\u001B[8A\u001B[J');
  display.clear();
  expect(written.at(-1)).toBe('\u001B[8A\u001B[J');
});

it('elsewhere there is a line every ten seconds, and for whatever begins', () => {
  const now = vi.spyOn(performance, 'now');
  const written: string[] = [];
  const display = new Display({ write: (text) => written.push(text) });
  for (let seconds = 1; seconds <= 25; seconds++) {
    now.mockReturnValue(seconds * 1_000);
    display.show(statusAt(seconds, seconds < 3 ? 'players come' : 'all play'));
  }
  now.mockRestore();
  expect(written.map((line) => line.split(':')[0])).toEqual([
    '1 s  players come',
    '3 s  all play',
    '13 s  all play',
    '23 s  all play',
  ]);
});
