import { connect } from 'node:net';
import { Packr } from 'msgpackr';
import { expect, it } from 'vitest';
import { LIMITS } from '../../server/host/limits.ts';
import { z } from 'zod';
import type { NumberedReply } from '../../shared/wire.ts';
import { Random } from '../../shared/runtime/index.ts';
import { counter, type CounterClient } from './games.ts';
import { closing, eventually, recordMessages, openTestServer } from '../support/test-server.ts';
import type { StartParts } from '../../server/start.ts';
import { RawClient, reserve } from './raw-client.ts';

const JOIN_ROOM = 10;
const ROOM_DATA = 13;
const ROOM_DATA_BYTES = 17;
const ROOM_REQUEST = 21;

const NUMBERED = [ROOM_DATA, 0xa8, ...new TextEncoder().encode('$message')];
/** The text `add`. */
const ADD = [0xa3, 0x61, 0x64, 0x64];

const NO_ENVELOPE = /bad-shape.*a numbered message is/s;
const NO_TYPE = /bad-shape.*the type of the message could not be read/s;
const NO_DATA = /bad-shape.*the data of the message/s;

/** Joins like a client that means well, up to the confirmation. */
async function intrude(url: string, roomId: string): Promise<RawClient> {
  return confirmed(await RawClient.join(url, 'joinById', roomId));
}

async function confirmed(client: RawClient): Promise<RawClient> {
  await client.next(JOIN_ROOM);
  client.send(JOIN_ROOM);
  return client;
}

/** How many frames tell a client this. */
function told({ frames }: RawClient, what: RegExp): number {
  return frames.filter((frame) => what.test(new TextDecoder().decode(frame))).length;
}

async function table(parts: Partial<StartParts> = {}) {
  const house = await openTestServer(parts);
  const ann = await house.sdk.create<CounterClient>('counter');
  await eventually(() => ann.state.hands?.length === 1);
  const got = recordMessages(ann);
  return {
    house,
    ann,
    /** The honest player notices nothing, and still plays. */
    async isUnharmed() {
      const before = ann.state.total;
      expect(await ann.request('add', { n: 2 })).toEqual({ ok: true });
      expect(ann.state.total).toBeGreaterThanOrEqual(before + 2);
      expect(got.filter(({ type }) => type.startsWith('$'))).toEqual([]);
      expect((await house.get('/healthz')).status).toBe(200);
    },
  };
}

it.each([
  ['nothing at all', [], /bad-shape.*not taken here/s],
  ['a kind that does not exist', [31], /bad-shape.*not taken here/s],
  ['an input for a game without inputs', [19, 1, 2, 3], /bad-shape.*not taken here/s],
  ['a message without a type', [ROOM_DATA], NO_TYPE],
  ['a type that ends too early', [ROOM_DATA, 0xdb, 0xff, 0xff, 0xff, 0xff, 0x61], NO_TYPE],
  ['a type of broken characters', [ROOM_DATA, 0xa3, 0xff, 0xfe, 0xfd], /unknown-type/],
  ['a long type of broken characters', [ROOM_DATA, 0xd9, 3, 0xff, 0xfe, 0xfd], /unknown-type/],
  ['a request of broken characters', [ROOM_REQUEST, 0xcd, 1, 2, 0xa2, 0xff, 0xfe], /unknown-type/],
  ['a type that is no type', [ROOM_DATA, 0xc1], NO_TYPE],
  ['data that is no data', [ROOM_DATA, ...ADD, 0xc1], /bad-shape/],
  ['data that ends too early', [ROOM_DATA, ...ADD, 0xdd, 0xff, 0xff, 0xff, 0xff], NO_DATA],
  ['data of endless depth', [ROOM_DATA, ...ADD, ...Array.from({ length: 4_000 }, () => 0x91)], NO_DATA],
  ['a request without a number', [ROOM_REQUEST], NO_TYPE],
  ['a request with a broken number', [ROOM_REQUEST, 0xc1, ...ADD], /bad-shape/],
  ['a request with broken data', [ROOM_REQUEST, 1, ...ADD, 0xc1], /bad-shape/],
  ['a numbered message without anything', NUMBERED, NO_ENVELOPE],
  ['a numbered message that is no list', [...NUMBERED, 0x01], NO_ENVELOPE],
  ['a numbered message that is a list of three', [...NUMBERED, 0x93, 1, 0, ...ADD], NO_ENVELOPE],
  ['a numbered message without a number', [...NUMBERED, 0x94, ...ADD, 0, ...ADD, 0xc0], NO_ENVELOPE],
  ['a numbered message with a number below one', [...NUMBERED, 0x94, 0, 0, ...ADD, 0xc0], NO_ENVELOPE],
  ['a numbered message with a negative number', [...NUMBERED, 0x94, 0xff, 0, ...ADD, 0xc0], NO_ENVELOPE],
  ['a numbered message whose number ends too early', [...NUMBERED, 0x94, 0xce, 1], NO_ENVELOPE],
  ['a numbered message whose type is a number', [...NUMBERED, 0x94, 1, 0, 7, 0xc0], NO_ENVELOPE],
  ['a numbered message whose type ends too early', [...NUMBERED, 0x94, 1, 0, 0xd9, 200, 0x61], NO_ENVELOPE],
  ['a numbered message without its data', [...NUMBERED, 0x94, 1, 0, ...ADD], /reply.*bad-shape/s],
  ['a numbered message with broken data', [...NUMBERED, 0x94, 1, 0, ...ADD, 0xc1], /reply.*bad-shape/s],
  [
    'a numbered message with data of endless depth',
    [...NUMBERED, 0x94, 1, 0, ...ADD, ...Array.from({ length: 4_000 }, () => 0x91)],
    /reply.*bad-shape.*the data of the message/s,
  ],
  ['bytes for a message', [ROOM_DATA_BYTES, ...ADD, 1, 2, 3], /bad-shape.*not made of bytes/s],
  ['a second confirmation', [JOIN_ROOM], /bad-shape.*confirmed already/s],
])('a frame of %s harms nobody else, and is answered', async (_, bytes, answer) => {
  const { house, ann, isUnharmed } = await table();
  const intruder = await intrude(house.url, ann.roomId);
  for (let count = 0; count < 3; count++) intruder.send(...bytes);
  await eventually(() => told(intruder, answer) === 3);
  await isUnharmed();
});

it.each([1, 2, 3, 4])('1,000 frames of chance (seed %i) harm nobody else', async (seed) => {
  const { house, isUnharmed } = await table();
  const random = new Random(String(seed), 'frames');
  const kinds = [ROOM_DATA, ROOM_DATA_BYTES, ROOM_REQUEST, JOIN_ROOM, 11, 14, 15, 16, 18, 19, 20, 22];
  // In rooms of its own: a broken connection keeps its seat for a while.
  const enter = async () => confirmed(await RawClient.join(house.url, 'create', 'counter'));
  let intruder = await enter();
  for (let count = 0; count < 1_000; count++) {
    if (intruder.socket.readyState !== WebSocket.OPEN) intruder = await enter();
    const head = random.pick([[], ADD, NUMBERED.slice(1), [...NUMBERED.slice(1), 0x94, random.int(0, 127), 0, ...ADD]]);
    const tail = Array.from({ length: random.int(0, 60) }, () => random.int(0, 255));
    intruder.send(random.pick(kinds), ...head, ...tail);
    if (count % 100 === 0) await isUnharmed();
  }
  await isUnharmed();
  const metrics = await house.metrics();
  expect(metrics).toMatch(/greenroom_refusals_total\{code="(bad-shape|unknown-type)"\} [1-9]/);
  expect(metrics).toContain('greenroom_stray_errors_total 0');
});

it('text in place of bytes harms nobody else', async () => {
  const { house, ann, isUnharmed } = await table();
  const intruder = await intrude(house.url, ann.roomId);
  intruder.socket.send('hello');
  intruder.socket.send('');
  await eventually(() => told(intruder, /bad-shape.*a text frame is not read/s) === 2);
  await isUnharmed();
});

it('a frame that no client needs closes the socket that it came through', async () => {
  const { house, ann, isUnharmed } = await table();
  const intruder = await intrude(house.url, ann.roomId);
  intruder.socket.send(new Uint8Array(LIMITS.frameBytes + 1));
  expect(await intruder.closed).toMatchObject({ code: 1009 });
  await isUnharmed();
});

it('a message of a few bytes that unfolds without end is refused', async () => {
  const game = { ...counter, messages: { ...counter.messages, text: z.unknown() } };
  const { house, ann, isUnharmed } = await table({ games: [{ game }] });
  const client = await intrude(house.url, ann.roomId);
  let graph: unknown[] = [1];
  for (let depth = 0; depth < 40; depth++) graph = [graph, graph];
  const data = new Packr({ structuredClone: true }).pack(graph);
  client.send(ROOM_DATA, 0xa4, ...new TextEncoder().encode('text'), ...data);
  await eventually(() => told(client, /could not be read/) === 1);
  await isUnharmed();
});

it('a client that sends too fast is warned, once a tick, and stays', async () => {
  const { house, ann, isUnharmed } = await table();
  const bob = await house.sdk.joinById<CounterClient>(ann.roomId);
  const got = recordMessages(bob);
  const tick = () => house.server.host.rooms.get(ann.roomId)?.match.tick ?? 0;
  const start = tick();
  for (let count = 0; count < 600; count++) bob.send('add', { n: 1 });
  const codes = () => got.filter(({ type }) => type === '$refused').map(({ data }) => (data as { code: string }).code);
  await eventually(() => codes().includes('queue-full'));
  const warned = tick();
  // In the same tick there is no second warning.
  await eventually(() => tick() > warned);
  for (let count = 0; count < 600; count++) bob.send('add', { n: 1 });
  await eventually(() => codes().includes('too-fast'));
  await bob.request('add', { n: 1 });
  expect(codes().length).toBeLessThanOrEqual(tick() - start + 1);
  await eventually(() => ann.state.total === bob.state.total);
  await isUnharmed();
  const metrics = await house.metrics();
  expect(metrics).toMatch(/greenroom_queue_overflows_total [1-9]/);
  expect(metrics).toMatch(/greenroom_refusals_total\{code="too-fast"\} [1-9]/);
});

it('each request of a flood gets its own reply', async () => {
  const { house, ann, isUnharmed } = await table();
  const bob = await house.sdk.joinById<CounterClient>(ann.roomId);
  const replies = await Promise.all(Array.from({ length: 500 }, () => bob.request('add', { n: 1 })));
  const accepted = replies.filter(({ ok }) => ok).length;
  await eventually(() => ann.state.total === accepted);
  expect(accepted).toBeGreaterThan(60);
  expect(accepted).toBeLessThan(400);
  await isUnharmed();
  expect(ann.state.total).toBe(accepted + 2);
});

it('each numbered message of a flood gets its own reply, and a message that comes again costs nothing', async () => {
  const { house, ann, isUnharmed } = await table();
  const bob = await house.sdk.joinById<CounterClient>(ann.roomId);
  const replies: NumberedReply[] = [];
  bob.onMessage<NumberedReply>('$reply', (reply) => void replies.push(reply));
  for (let number = 1; number <= 400; number++) bob.send('$message', [number, 0, 'add', { n: 1 }]);
  await eventually(() => replies.length === 400);
  expect(replies.map(([number]) => number).sort((a, b) => a - b)).toEqual(replies.map((_, index) => index + 1));
  const accepted = replies.filter(([, { ok }]) => ok).map(([number]) => number);
  await eventually(() => ann.state.total === accepted.length);
  expect(accepted.length).toBeGreaterThan(60);
  expect(accepted.length).toBeLessThan(400);

  const [last] = accepted.slice(-1);
  for (let count = 0; count < 200; count++) bob.send('$message', [last, 0, 'add', { n: 1 }]);
  await eventually(() => replies.length === 600);
  expect(replies.slice(400)).toEqual(Array.from({ length: 200 }, () => [last, { ok: true }]));
  await isUnharmed();
  expect(ann.state.total).toBe(accepted.length + 2);
});

it('a client that floods without end is disconnected', async () => {
  const { house, ann, isUnharmed } = await table();
  const bob = await house.sdk.joinById<CounterClient>(ann.roomId);
  const closed = closing(bob);
  for (let count = 0; count < 10_000; count++) bob.ping(() => {});
  expect(await closed).toMatchObject({ code: 4023, reason: 'too many messages' });
  await isUnharmed();
});

it('a message before the join is confirmed harms nobody, and no state comes before', async () => {
  const { house, ann, isUnharmed } = await table();
  const eager = await RawClient.join(house.url, 'joinById', ann.roomId);
  for (let count = 0; count < 20; count++) eager.send(ROOM_DATA, ...ADD);
  await eager.next(JOIN_ROOM);
  await isUnharmed();
  expect(new Set(eager.frames.map(([kind]) => kind))).toEqual(new Set([JOIN_ROOM]));
});

it('a reservation opens one socket, once', async () => {
  const { house, ann, isUnharmed } = await table();
  const seat = await reserve(house.url, 'joinById', ann.roomId, {});
  const first = await RawClient.take(house.url, seat);
  await first.next(JOIN_ROOM);
  const second = await RawClient.take(house.url, seat);
  expect(await second.closed).toMatchObject({ code: 4002 });
  await isUnharmed();
});

it.each([
  ['/x/__proto__?sessionId=a'],
  ['/x/constructor?sessionId=a'],
  ['/a/b/c'],
  ['/%00/ABCDE?sessionId=a'],
  ['/x/ABCDE?sessionId=__proto__'],
])('a socket to %s is closed', async (path) => {
  const { house, isUnharmed } = await table();
  const stranger = new RawClient(`${house.url.replace('http', 'ws')}${path}`);
  expect((await stranger.closed).code).toBeGreaterThan(1_000);
  await isUnharmed();
});

it.each([
  ['a host that is none', 'GET /matchmake/x/y HTTP/1.1\r\nHost: a b\r\n\r\n', /400/],
  ['an address that is none', 'GET http://[ HTTP/1.1\r\nHost: a\r\n\r\n', /400/],
  ['a star', 'OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n', /400/],
  [
    'a broken proxy header',
    'POST /matchmake/create/x HTTP/1.1\r\nHost: a\r\nX-Forwarded-Proto: ://\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}',
    /520/,
  ],
  ['a body without end', 'POST /matchmake/create/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n', /411/],
  ['a body that is too long', 'POST /matchmake/create/x HTTP/1.1\r\nHost: a\r\nContent-Length: 999999\r\n\r\n', /413/],
  ['a socket on a star', 'GET * HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n', /400/],
])('a request with %s is answered', async (_, request, answer) => {
  const house = await openTestServer();
  const socket = connect(house.server.port, '127.0.0.1');
  let text = '';
  socket.on('data', (bytes) => (text += bytes.toString()));
  socket.on('error', () => {});
  socket.write(request);
  await eventually(() => text.includes('\r\n'));
  expect(text.split('\r\n')[0]).toMatch(answer);
  expect(text).not.toContain('node_modules');
  socket.destroy();
  expect((await house.get('/healthz')).status).toBe(200);
});
