import { afterEach, expect, it, vi } from 'vitest';
import { ServerMetrics } from '../../../tools/load/server-metrics.ts';

afterEach(() => vi.unstubAllGlobals());

/** A server that tells this from now on; undefined: none answers. */
function tell(metrics: Readonly<Record<string, number>> | undefined): void {
  const text = Object.entries(metrics ?? {}).map(([name, value]) => `# HELP ${name} words\n${name} ${value}\n`);
  vi.stubGlobal('fetch', () =>
    metrics === undefined ? Promise.reject(new Error('refused')) : Promise.resolve(new Response(text.join(''))),
  );
}

it('counts over all lives of a server, and keeps the most memory that was seen', async () => {
  const book = new ServerMetrics('ws://127.0.0.1:1/');
  tell({ greenroom_rooms: 3, process_cpu_seconds_total: 5, process_resident_memory_bytes: 200e6 });
  await book.read();
  tell({ greenroom_rooms: 3, process_cpu_seconds_total: 7, process_resident_memory_bytes: 150e6 });
  await book.read();
  expect([book.totals.cpuSeconds, book.now?.memoryMb, book.peakMb]).toEqual([7, 150, 200]);
  book.died();
  expect(book.totals.cpuSeconds).toBe(7);
  tell({ greenroom_rooms: 1, process_cpu_seconds_total: 2, 'greenroom_players{kind="human"}': 4 });
  await book.read();
  expect(book.totals.cpuSeconds).toBe(9);
  expect(book.now).toMatchObject({ rooms: 1, people: 4 });
});

it('the heap is what objects take, without code', async () => {
  const book = new ServerMetrics('http://127.0.0.1:1');
  const space = (name: string): string => `nodejs_heap_space_size_used_bytes{space="${name}"}`;
  tell({
    greenroom_rooms: 0,
    [space('new')]: 1e6,
    [space('old')]: 20e6,
    [space('large_object')]: 4e6,
    [space('code')]: 9e6,
  });
  await book.read();
  expect(book.now?.heapMb).toBe(25);
});

it('a server that does not answer, or hides its figures, tells nothing', async () => {
  const book = new ServerMetrics('http://127.0.0.1:1');
  tell(undefined);
  await book.read();
  tell({ something_else: 1 });
  await book.read();
  expect(book.now).toBeUndefined();
  expect(book.totals.cpuSeconds).toBe(0);
});
