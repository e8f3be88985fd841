import { expect, test } from 'vitest';
import { play, virtual } from './play.ts';
import { Cancelled, TimeoutError } from '../../shared/runtime/index.ts';

test('all runs side by side', async () => {
  const r = await play(async (room) => {
    const out = await room.all([() => room.sleep(1000).then(() => 'a'), async () => { await room.sleep(2000); return 'b'; }]);
    return { out, now: room.now };
  });
  expect(r).toEqual({ out: ['a', 'b'], now: 2050 });
});
test('timeout', async () => {
  const r = await play(async (room) => {
    try { await room.timeout(500, async () => { try { await room.sleep(5000); } finally { await room.shield(1000, () => room.sleep(300)); } }); }
    catch (e) { return [e instanceof TimeoutError, room.now]; }
    return undefined;
  });
  expect(r).toEqual([true, 850]);
});
test('race', async () => {
  const log: string[] = [];
  const r = await play(async (room) => {
    const w = await room.race([async () => { await room.sleep(100); return 1; }, async () => { try { await room.sleep(200); } catch (e) { log.push(String(e instanceof Cancelled)); throw e; } return 2; }]);
    return [w, room.now];
  });
  expect(r).toEqual([1, 150]);
  expect(log).toEqual(['true']);
});
test('messages', async () => {
  const m = virtual(async (room) => {
    const [a] = await room.seated(1);
    const x = await a.next('move', { timeoutMs: 1000, otherwise: 7 });
    const y = await a.next('move', { timeoutMs: 1000, otherwise: 7 });
    const z = await a.ask('ready', { round: 1 });
    return [x, y, z];
  });
  const ann = await m.join('Ann');
  const s = m.send(ann, 'move', 3);
  const s2 = m.send(ann, 'move', 4);
  await m.tick();
  expect([s.reply, s2.reply]).toEqual(['accepted', 'not-now']);
  await m.advance(1100);
  const a = m.answer(ann, true);
  await m.until(() => m.ended !== undefined);
  expect(m.ended).toEqual({ kind: 'finished', result: [3, 7, true] });
  expect(a.reply).toBe('accepted');
});
test('foreign', async () => {
  await expect(play(async () => { await new Promise((r) => setTimeout(r, 5)); })).rejects.toThrow('awaits a promise');
});
test('sem + queue', async () => {
  const r = await play(async (room) => {
    const q = room.queue<number>(2); const got: number[] = [];
    const t = room.spawn('c', async () => { for await (const x of q) { got.push(x); await room.sleep(10); } });
    for (let i = 0; i < 5; i++) await q.putWhenFree(i);
    q.close(); await t.join();
    return got;
  });
  expect(r).toEqual([0, 1, 2, 3, 4]);
});
test('many', async () => {
  const r = await play(async (room) => {
    let n = 0;
    await room.scope(async () => { for (let i = 0; i < 100_000; i++) room.spawn('t', async () => { await room.sleep(100); n++; }); });
    return n;
  });
  expect(r).toBe(100_000);
});
