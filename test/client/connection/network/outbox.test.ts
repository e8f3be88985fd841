import { expect, it } from 'vitest';
import { Outbox, OUTBOX_LIMIT } from '../../../../client/connection/network/outbox.ts';
import type { Numbered } from '../../../../shared/wire.ts';

function setUp() {
  const sent: Numbered[] = [];
  const outbox = new Outbox((message) => sent.push(message));
  return { sent, outbox };
}

const ACCEPTED = { ok: true } as const;

it('messages are numbered in order, and acknowledge the replies that have come', () => {
  const { sent, outbox } = setUp();
  outbox.open(0);
  for (const word of ['a', 'b', 'c']) void outbox.send('say', word);
  outbox.settle([2, ACCEPTED]);
  void outbox.send('say', 'd');
  outbox.settle([1, ACCEPTED]);
  void outbox.send('say', 'e');
  outbox.settle([3, ACCEPTED]);
  outbox.settle([4, ACCEPTED]);
  outbox.settle([5, ACCEPTED]);
  void outbox.send('say', 'f');
  expect(sent).toEqual([
    [1, 0, 'say', 'a'],
    [2, 0, 'say', 'b'],
    [3, 0, 'say', 'c'],
    [4, 0, 'say', 'd'],
    [5, 2, 'say', 'e'],
    [6, 5, 'say', 'f'],
  ]);
});

it('messages sent while disconnected wait, and go out in order behind those without a reply', () => {
  const { sent, outbox } = setUp();
  outbox.open(0);
  for (const word of ['a', 'b']) void outbox.send('say', word);
  outbox.settle([1, ACCEPTED]);
  outbox.pause();
  void outbox.send('say', 'c');
  expect(sent.splice(0)).toHaveLength(2);
  outbox.open(1);
  expect(sent).toEqual([
    [2, 1, 'say', 'b'],
    [3, 1, 'say', 'c'],
  ]);
});

it('a send resolves with its reply, and only the first reply counts', async () => {
  const { outbox } = setUp();
  outbox.open(0);
  const replies = [outbox.send('say', 'a'), outbox.send('say', 'b')];
  outbox.pause();
  outbox.open(2);
  outbox.settle([2, { ok: false, code: 'illegal', message: 'no' }]);
  outbox.settle([1, ACCEPTED]);
  outbox.settle([1, { ok: false, code: 'not-now', message: 'late' }]);
  expect(await Promise.all(replies)).toEqual([undefined, { code: 'illegal', message: 'no' }]);
});

it('a reloaded page continues the numbers of the page before', () => {
  const { sent, outbox } = setUp();
  outbox.open(41);
  void outbox.send('say', 'a');
  expect(sent).toEqual([[42, 41, 'say', 'a']]);
});

it('a server that lost the last messages gets them again, under their numbers', () => {
  const { sent, outbox } = setUp();
  outbox.open(0);
  for (const word of ['a', 'b']) void outbox.send('say', word);
  outbox.pause();
  sent.length = 0;
  outbox.open(0);
  void outbox.send('say', 'c');
  expect(sent.map(([number]) => number)).toEqual([1, 2, 3]);
});

it('messages over the limit are refused at once, and have no effect', async () => {
  const { sent, outbox } = setUp();
  outbox.open(0);
  outbox.pause();
  const waiting = Array.from({ length: OUTBOX_LIMIT }, () => outbox.send('say', 'a'));
  expect(await outbox.send('say', 'b')).toMatchObject({ code: 'queue-full' });
  outbox.open(0);
  expect(sent).toHaveLength(OUTBOX_LIMIT);
  for (const [number] of sent) outbox.settle([number, ACCEPTED]);
  expect(new Set(await Promise.all(waiting))).toEqual(new Set([undefined]));
  void outbox.send('say', 'c');
  expect(sent.at(-1)).toEqual([OUTBOX_LIMIT + 1, OUTBOX_LIMIT, 'say', 'c']);
});

it('messages without a reply fail as lost when the session closes, and so do later ones', async () => {
  const { sent, outbox } = setUp();
  outbox.open(0);
  const waiting = outbox.send('say', 'a');
  outbox.close();
  outbox.open(0);
  expect(await waiting).toMatchObject({ code: 'lost' });
  expect(await outbox.send('say', 'b')).toMatchObject({ code: 'lost' });
  expect(sent).toHaveLength(1);
});

it('the outbox counts the messages without a reply, and knows the highest number accepted', async () => {
  const outbox = new Outbox(() => {});
  outbox.open(0);
  const sent = ['a', 'b', 'c'].map((text) => outbox.send('text', text));
  expect([outbox.pendingCount, outbox.lastAccepted]).toEqual([3, 0]);
  outbox.settle([1, ACCEPTED]);
  outbox.settle([2, ACCEPTED]);
  outbox.settle([3, { ok: false, code: 'not-now', message: 'not now' }]);
  await Promise.all(sent);
  expect([outbox.pendingCount, outbox.lastAccepted]).toEqual([0, 2]);
});
