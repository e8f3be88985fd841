import { expect, it } from 'vitest';
import { LIMITS } from '../../server/host/limits.ts';
import type { NumberedReply } from '../../shared/wire.ts';
import { closing, eventually, recordMessages, openTestServer } from '../support/test-server.ts';
import { RawClient } from './raw-client.ts';
import type { CounterClient } from './games.ts';

const JOIN_ROOM = 10;

async function alone() {
  const house = await openTestServer();
  const room = await house.sdk.create<CounterClient>('counter', { name: 'Ann' });
  return { ...house, room, got: recordMessages(room) };
}

async function together() {
  const { room: ann, ...house } = await alone();
  return { ...house, ann, bob: await house.sdk.joinById<CounterClient>(ann.roomId) };
}

it('a message moves the game, and everybody hears of it', async () => {
  const { ann, bob } = await together();
  const heard = recordMessages(bob);
  ann.send('add', { n: 3 });
  ann.send('add', { n: 4 });
  await eventually(() => bob.state.total === 7);
  expect(heard.filter(({ type }) => type === 'added').map(({ data }) => data)).toEqual([{ n: 3 }, { n: 4 }]);
});

it.each([1, 10, 40])('a patch of %i long texts reaches everybody whole', async (texts) => {
  const { ann, bob } = await together();
  await eventually(() => [ann, bob].every(({ state }) => state.hands?.length === 2));
  const sent = Array.from({ length: texts }, (_, index) => `${index}`.padEnd(1_900, 'é'));
  for (const text of sent) ann.send('text', text);
  await eventually(() => [ann, bob].every(({ state }) => state.said.length === texts));
  for (const { state } of [ann, bob]) expect([...state.said]).toEqual(sent);
});

it('a request is answered once its tick has been released: the state that it made comes first', async () => {
  const { room } = await alone();
  await eventually(() => room.state.hands?.length === 1);
  expect(await room.request('add', { n: 5 })).toEqual({ ok: true });
  expect(room.state.total).toBe(5);
});

it.each([
  ['that the game does not have', 'fly', {}, 'unknown-type', /"fly".*add, once/],
  ['that an object inherits', 'constructor', {}, 'unknown-type', /"constructor"/],
  ['named like a message of ours', '$welcome', {}, 'unknown-type', /welcome/],
  ['with a number for its type', 7, {}, 'unknown-type', /"7"/],
  ['with the wrong shape', 'add', { n: 0 }, 'bad-shape', /"add".* at n/],
  ['with more than its shape', 'add', { n: 1, all: true }, 'bad-shape', /"add"/],
  ['with no data', 'add', undefined, 'bad-shape', /"add"/],
  ['with bytes for its data', 'add', new Uint8Array([1, 2, 3]), 'bad-shape', /"add"/],
  ['that is longer than a message may be', 'text', 'x'.repeat(LIMITS.messageBytes), 'too-large', /4096 bytes/],
  ['to a question that is not open', '$answer', { question: 99, answer: true }, 'stale-answer', /not open/],
  ['that answers nothing', '$answer', { answer: true }, 'bad-shape', /question/],
])('a message %s is refused, to its sender alone, and changes nothing', async (_, type, data, code, message) => {
  const { sdk } = await openTestServer();
  const room = await sdk.create<CounterClient>('counter');
  const other = await sdk.joinById<CounterClient>(room.roomId);
  const [got, heard] = [recordMessages(room), recordMessages(other)];
  room.send(type, data);
  await eventually(() => got.some((one) => one.type === '$refused'));
  const refused = got.find((one) => one.type === '$refused')?.data;
  expect(refused).toMatchObject({ code, message: expect.stringMatching(message) });
  if (typeof type === 'string' && type !== '$answer') expect(refused).toMatchObject({ type });

  expect(await room.request('add', { n: 2 })).toEqual({ ok: true });
  expect(room.state.total).toBe(2);
  expect(heard.some((one) => one.type === '$refused')).toBe(false);
});

it('bytes are refused', async () => {
  const { room, got } = await alone();
  room.sendBytes('add', new Uint8Array([1, 2, 3]));
  await eventually(() => got.some(({ type }) => type === '$refused'));
  expect(got.at(-1)?.data).toMatchObject({ type: 'add', code: 'bad-shape' });
});

it('a request is refused in its reply, and nowhere else', async () => {
  const { room, got } = await alone();
  expect(await room.request('add', { n: 'one' })).toMatchObject({ ok: false, code: 'bad-shape' });
  expect(await room.request('text', 'x'.repeat(LIMITS.messageBytes))).toMatchObject({ ok: false, code: 'too-large' });
  expect(await room.request('fly', {})).toMatchObject({ ok: false, code: 'unknown-type' });
  expect(await room.request('add', { n: 1 })).toEqual({ ok: true });
  expect(got.some((one) => one.type === '$refused')).toBe(false);
});

it('a numbered message has its reply once its tick has been released, and counts once however often it comes', async () => {
  const { room, got } = await alone();
  const totals: number[] = [];
  room.onMessage<NumberedReply>('$reply', ([, { ok }]) => void (ok && totals.push(room.state.total)));
  for (let count = 0; count < 2; count++) room.send('$message', [1, 0, 'add', { n: 5 }]);
  await eventually(() => totals.length === 1);
  room.send('$message', [1, 0, 'add', { n: 5 }]);
  await eventually(() => totals.length === 2);
  room.send('$message', [70_000, 1, 'add', { n: 2 }]);
  await eventually(() => totals.length === 3);
  expect(totals).toEqual([5, 5, 7]);
  expect(got.some(({ type }) => type === '$refused')).toBe(false);
});

it.each([
  ['that the game does not have', 'fly', {}, 'unknown-type'],
  ['with the wrong shape', 'add', { n: 0 }, 'bad-shape'],
  ['with no data', 'add', undefined, 'bad-shape'],
  ['that is longer than a message may be', 'text', 'x'.repeat(LIMITS.messageBytes), 'too-large'],
  ['in another', '$message', [2, 0, 'add', { n: 1 }], 'unknown-type'],
  ['to a question that is not open', '$answer', { question: 99, answer: true }, 'stale-answer'],
])('a numbered message %s is refused in its reply, and nowhere else', async (_, type, data, code) => {
  const { room, got } = await alone();
  room.send('$message', [1, 0, type, data]);
  await eventually(() => got.some((one) => one.type === '$reply'));
  expect(got.find((one) => one.type === '$reply')?.data).toEqual([1, expect.objectContaining({ ok: false, code })]);
  expect(await room.request('add', { n: 2 })).toEqual({ ok: true });
  expect(room.state.total).toBe(2);
  expect(got.some((one) => one.type === '$refused')).toBe(false);
});

it('a message that nobody awaits any more is refused: a double click plays once', async () => {
  const { room } = await alone();
  const replies = await Promise.all([room.request('once', {}), room.request('once', {})]);
  expect(replies).toEqual([{ ok: true }, expect.objectContaining({ ok: false, code: 'not-now' })]);
});

it('a message type that is kept is refused when too many are', async () => {
  const { room, got } = await alone();
  for (let count = 0; count < 3; count++) room.send('kept', {});
  await eventually(() => got.some((one) => one.type === '$refused'));
  expect(got.filter((one) => one.type === '$refused')).toEqual([
    { type: '$refused', data: { type: 'kept', code: 'queue-full', message: expect.any(String) } },
  ]);
});

it('a question reaches the one who is asked, and its answer the script', async () => {
  const { ann, bob } = await together();
  const [asked, heard] = [recordMessages(ann), recordMessages(bob)];
  await ann.request('ask', {});
  await eventually(() => asked.some(({ type }) => type === '$ask'));
  const ask = asked.find(({ type }) => type === '$ask')?.data as { question: number };
  expect(ask).toEqual({ question: expect.any(Number), name: 'sure', data: { total: 0 } });

  expect(await bob.request('$answer', { question: ask.question, answer: true })).toMatchObject({
    code: 'stale-answer',
  });
  expect(await ann.request('$answer', { question: ask.question, answer: 'yes' })).toMatchObject({ code: 'bad-shape' });
  expect(await ann.request('$answer', { question: ask.question, answer: true })).toEqual({ ok: true });
  expect([...ann.state.said]).toEqual(['Ann: sure']);
  expect(asked).toContainEqual({ type: '$asked', data: { question: ask.question } });
  expect(await ann.request('$answer', { question: ask.question, answer: true })).toMatchObject({
    code: 'stale-answer',
  });
  expect(heard.some(({ type }) => type === '$ask' || type === '$asked')).toBe(false);
});

it('a player whom the script kicks gets the reason, and leaves', async () => {
  const { sdk, ann, bob } = await together();
  const got = recordMessages(bob);
  const closed = closing(bob);
  const reason = `for ${'é'.repeat(100)}`;
  bob.send('leave', { reason });
  expect(await closed).toMatchObject({ code: 4022 });
  expect(got).toContainEqual({ type: '$ended', data: { reason } });
  expect(await ann.request('add', { n: 1 })).toEqual({ ok: true });
  const next = await sdk.joinById(ann.roomId);
  expect(next.roomId).toBe(ann.roomId);
});

it('when the match is over, all clients are informed and the room closes', async () => {
  const { get, ann, bob } = await together();
  const got = recordMessages(bob);
  const closed = [closing(ann), closing(bob)];
  ann.send('end', {});
  expect(await Promise.all(closed)).toMatchObject([{ code: 4021 }, { code: 4021 }]);
  expect(got.at(-1)).toEqual({ type: '$ended', data: { reason: 'the match is over' } });
  expect(await (await get('/api/rooms')).json()).toEqual({ rooms: [] });
});

it('when the match is over, clients that have not confirmed their join are informed too', async () => {
  const { sdk, url } = await openTestServer();
  const ann = await sdk.create<CounterClient>('counter');
  const bob = await RawClient.join(url, 'joinById', ann.roomId);
  await bob.next(JOIN_ROOM);
  ann.send('end', {});
  expect(await bob.closed).toMatchObject({ code: 4021 });
  expect(new TextDecoder().decode(bob.frames.at(-1))).toMatch(/\$ended.*the match is over/s);
});
