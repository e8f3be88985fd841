/** The examples of docs/wire-protocol.md are what a server really sends. `-u` rewrites them. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode, schema, t } from '@colyseus/schema';
import { Packr } from 'msgpackr';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { LIMITS } from '../../server/host/limits.ts';
import { defineGame } from '../../shared/runtime/index.ts';
import { CLOSE, WIRE } from '../../shared/wire.ts';
import { openTestServer } from '../support/test-server.ts';
import { explainParts, explainState, REFLECTION, type KnownTypes, type TypeTexts } from './explain-frames.ts';
import { RawClient, reserve, type Reservation } from './raw-client.ts';

const DOCUMENT = join(import.meta.dirname, '../../docs/wire-protocol.md');
const text = readFileSync(DOCUMENT, 'utf8');

/** Placeholders of the same lengths stand for what differs in each run. */
const SESSION = 'sEsSiOnId';
const TOKEN = 'reconnection-token-22c';
const CODE = 'ABCDE';
const MATCH = 'ABCDE-x7k2m5q4pz';
const PROCESS = 'pRoCeSsId';

const Hand = schema({ name: t.string().default(''), card: t.uint8().default(0).view() }, 'Hand');
const Table = schema({ round: t.uint8().default(0), hands: t.array(Hand), scores: t.map('uint8') }, 'Table');
const TABLE: TypeTexts = [
  [
    ['round', 'uint8'],
    ['hands', 'array #1'],
    ['scores', 'map uint8'],
  ],
  [
    ['name', 'string'],
    ['card', 'uint8'],
  ],
];

const cards = defineGame({
  name: 'cards',
  title: 'Cards',
  seats: { min: 1, max: 1 },
  tickRate: 20,
  state: Table,
  messages: { play: z.strictObject({ card: z.number().int() }) },
  questions: { again: { data: z.strictObject({ round: z.number() }), answer: z.boolean() } },
  notices: { played: z.strictObject({ card: z.number() }) },
  async play(room) {
    const { state } = room;
    const [player] = await room.seated(1);
    const hand = new Hand().assign({ name: player.name, card: 7 });
    state.hands.push(hand);
    player.view.add(hand);
    let again = true;
    while (again) {
      const { card } = await player.next('play', { otherwise: { card: 0 } });
      state.round += 1;
      state.scores.set(player.name, card);
      hand.card = card + 1;
      room.notifyAll('played', { card });
      again = await player.ask('again', { round: state.round }, { otherwise: false });
    }
  },
});

const Runner = schema({ at: t.int16().default(0) }, 'Runner');
const Controls = schema({ x: t.int8(), jump: t.uint8() }, 'Controls');
const RUNNER: TypeTexts = [[['at', 'int16']]];

const run = defineGame({
  name: 'run',
  title: 'Run',
  seats: { min: 1, max: 1 },
  tickRate: 20,
  state: Runner,
  input: { frame: Controls, ranges: { x: [-1, 1], jump: [0, 1] }, rewindMs: 200 },
  messages: {},
  async play(room) {
    room.onTick(() => {
      for (const { inputs } of room.players) for (const { x } of inputs) room.state.at += x;
    });
    await room.until(() => false);
  },
});

const packr = new Packr({ useRecords: false });

/** What a message says, with the times of the example. */
function readMessage(frame: Uint8Array): { readonly type: string; readonly head: Uint8Array; readonly data: unknown } {
  const it = { offset: 1 };
  const type = decode.string(frame, it);
  const packed = frame.subarray(it.offset);
  const data: unknown = packed.length === 0 ? undefined : packr.unpack(packed);
  if (data !== undefined) expect(Buffer.from(packr.pack(data))).toEqual(Buffer.from(packed));
  const isTimed = type === WIRE.welcome && typeof data === 'object' && data !== null;
  return { type, head: frame.subarray(0, it.offset), data: isTimed ? { ...data, now: 50, slipMs: 0 } : data };
}

function explainMessage(frame: Uint8Array): string {
  const { type, head, data } = readMessage(frame);
  const packed = data === undefined ? new Uint8Array() : packr.pack(data);
  const whole = Buffer.concat([head, packed]);
  return explainParts(whole, [
    ['kind: message', 1],
    [`type: ${type}`, head.length - 1],
    ...(packed.length === 0 ? [] : ([[`data: ${JSON.stringify(data)}`, packed.length]] as const)),
  ]);
}

/** A client of the examples. What differs in each run is replaced by a placeholder in what it gets. */
class ExampleClient {
  readonly #client: RawClient;
  readonly #drawn: (readonly [real: string, placeholder: string])[];
  readonly #given = new Set<Uint8Array>();

  private constructor(client: RawClient, { sessionId, roomId }: Reservation) {
    this.#client = client;
    this.#drawn = [
      [sessionId, SESSION],
      [roomId, CODE],
    ];
  }

  static async open(url: string, seat: Reservation, options: object = {}): Promise<ExampleClient> {
    return new ExampleClient(await RawClient.take(url, seat, options), seat);
  }

  get closed(): RawClient['closed'] {
    return this.#client.closed;
  }

  /** Sends a frame of the examples as it stands there. */
  send(frame: Uint8Array): Uint8Array {
    this.#client.send(...frame);
    return frame;
  }

  /** The first frame for which this is true, and which no call has given before. */
  async next(isIt: (frame: Uint8Array) => boolean): Promise<Uint8Array> {
    for (;;) {
      const frame = this.#client.frames.find((each) => !this.#given.has(each) && isIt(each));
      if (frame !== undefined) {
        this.#given.add(frame);
        return this.#shown(frame);
      }
      await Promise.race([once(this.#client.socket, 'message'), this.#client.closed.then(failClosed)]);
    }
  }

  kind(kind: number): Promise<Uint8Array> {
    return this.next(([first]) => first === kind);
  }

  message(type: string): Promise<Uint8Array> {
    return this.next((frame) => frame[0] === 13 && readMessage(frame).type === type);
  }

  /** The join frame, and the token in it. */
  async joined(): Promise<{ readonly frame: Uint8Array; readonly token: string }> {
    const frame = await this.kind(10);
    const token = Buffer.from(frame.subarray(2, 2 + (frame[1] ?? 0))).toString('latin1');
    this.#replace(token, TOKEN);
    return { frame: this.#shown(frame), token };
  }

  async welcomed(): Promise<Uint8Array> {
    const frame = await this.message(WIRE.welcome);
    const { matchId } = z.object({ matchId: z.string() }).parse(readMessage(frame).data);
    this.#replace(matchId, MATCH);
    return this.#shown(frame);
  }

  #replace(real: string, placeholder: string): void {
    expect(real).toHaveLength(placeholder.length);
    this.#drawn.push([real, placeholder]);
  }

  #shown(frame: Uint8Array): Uint8Array {
    let latin = Buffer.from(frame).toString('latin1');
    for (const [real, placeholder] of this.#drawn) latin = latin.replaceAll(real, placeholder);
    return Buffer.from(latin, 'latin1');
  }
}

function failClosed({ code, reason }: { code: number; reason: string }): never {
  throw new Error(`closed: ${code} ${reason}`);
}

/** A message of a client. */
function message(type: string, data: unknown): Uint8Array {
  const name = Buffer.from(type);
  return Buffer.concat([Buffer.of(13, 0xa0 | name.length), name, packr.pack(data)]);
}

/** The document with what was really exchanged in its examples. */
function withExamples(examples: ReadonlyMap<string, string>): string {
  const named = Array.from(text.matchAll(/^```text (\S+)$/gm), ([, name]) => name);
  expect(named.toSorted()).toEqual([...examples.keys()].toSorted());
  return text.replaceAll(
    /^```text (\S+)\n[^]*?^```$/gm,
    (_, name: string) => `\`\`\`text ${name}\n${examples.get(name)}\n\`\`\``,
  );
}

/** Where the size of the types stands in a join frame. */
const SIZE_AT = 31;

/** The types in a join frame, and how many bytes say their size. */
function typesIn(frame: Uint8Array): { readonly types: Uint8Array; readonly sizeBytes: number } {
  const it = { offset: SIZE_AT };
  const size = decode.number(frame, it) ?? 0;
  return { types: frame.subarray(it.offset, it.offset + size), sizeBytes: it.offset - SIZE_AT };
}

function explainJoin(frame: Uint8Array): string {
  const { types, sizeBytes } = typesIn(frame);
  return explainParts(frame, [
    ['kind: join', 1],
    ['22 bytes follow', 1],
    ['the reconnection token', 22],
    ['6 bytes follow', 1],
    ["'schema': how states are encoded", 6],
    [`${types.length} bytes follow`, sizeBytes],
    ...(types.length === 0 ? [] : ([['the types of the state', types.length]] as const)),
  ]);
}

function explainStateFrame(frame: Uint8Array, kind: string, known: KnownTypes): string {
  return `${explainParts(frame.subarray(0, 1), [[`kind: ${kind}`]])}\n${explainState(frame.subarray(1), TABLE, known)}`;
}

type Examples = Map<string, string>;

async function joinTable(
  url: string,
  examples: Examples,
): Promise<{ ann: ExampleClient; seat: Reservation; token: string }> {
  const seat = await reserve(url, 'create', 'cards', { name: 'Ann' });
  const shown = { ...seat, sessionId: SESSION, roomId: CODE, processId: PROCESS };
  examples.set('reservation', JSON.stringify(shown, null, 2));
  const ann = await ExampleClient.open(url, seat);
  const { frame, token } = await ann.joined();
  examples.set('join', explainJoin(frame));
  examples.set('types', explainState(typesIn(frame).types, REFLECTION));
  examples.set('confirm', explainParts(ann.send(Buffer.of(10)), [['kind: join, and nothing else']]));
  return { ann, seat, token };
}

/** A numbered message with its reply, its patch and its notice; a question with its answer; what is refused. */
async function play(ann: ExampleClient, known: KnownTypes, examples: Examples): Promise<void> {
  examples.set('numbered', explainMessage(ann.send(message(WIRE.message, [1, 0, 'play', { card: 5 }]))));
  examples.set('patch', explainStateFrame(await ann.kind(15), 'patch', known));
  examples.set('notice', explainMessage(await ann.message('played')));
  examples.set('question', explainMessage(await ann.message(WIRE.ask)));
  examples.set('reply', explainMessage(await ann.message(WIRE.reply)));
  ann.send(message(WIRE.message, [2, 1, 'play', { card: 'five' }]));
  examples.set('reply-refused', explainMessage(await ann.message(WIRE.reply)));
  examples.set('plain', explainMessage(ann.send(message('play', { card: 6 }))));
  examples.set('refused', explainMessage(await ann.message(WIRE.refused)));
  const answer = [3, 2, WIRE.answer, { question: 1, answer: true }];
  examples.set('answer', explainMessage(ann.send(message(WIRE.message, answer))));
  examples.set('question-closed', explainMessage(await ann.message(WIRE.asked)));

  const request = Buffer.concat([Buffer.of(21, 1), message('play', { card: 9 }).subarray(1)]);
  ann.send(request);
  examples.set(
    'request',
    explainParts(request, [
      ['kind: request', 1],
      ['number of the request', 1],
      ['type: play', 5],
      ['data: {"card":9}'],
    ]),
  );
  const response = await ann.kind(22);
  examples.set(
    'response',
    explainParts(response, [
      ['kind: response', 1],
      ['number of the request', 1],
      ['status: answered', 1],
      [`data: ${JSON.stringify(packr.unpack(response.subarray(3)))}`],
    ]),
  );
  ann.send(Buffer.of(18));
  examples.set('ping', explainParts(await ann.kind(18), [['kind: ping, and the answer to it']]));
}

/** The connection is replaced by another, which does not need the types again; the match ends. */
async function comeBack(url: string, seat: Reservation, token: string, examples: Examples): Promise<void> {
  const ann = await ExampleClient.open(url, seat, { reconnectionToken: token, skipHandshake: 1 });
  const { frame } = await ann.joined();
  examples.set('join-again', explainJoin(frame));
  ann.send(Buffer.of(10));
  await ann.welcomed();
  await ann.message(WIRE.ask);
  ann.send(message(WIRE.message, [4, 3, WIRE.answer, { question: 2, answer: false }]));
  examples.set('ended', explainMessage(await ann.message(WIRE.ended)));
  expect(await ann.closed).toMatchObject({ code: CLOSE.over });
}

async function refuseSocket(url: string, seat: Reservation, examples: Examples): Promise<void> {
  const stranger = await ExampleClient.open(url, { ...seat, sessionId: 'nobody' });
  const frame = await stranger.kind(11);
  const it = { offset: 1 };
  const code = decode.number(frame, it);
  const codeBytes = it.offset - 1;
  examples.set(
    'error',
    explainParts(frame, [['kind: error', 1], [`code ${code}`, codeBytes], [`'${decode.string(frame, it)}'`]]),
  );
  expect(await stranger.closed).toMatchObject({ code: 4002 });
}

/** A game with input frames. */
async function sendInputs(url: string, examples: Examples): Promise<void> {
  const ann = await ExampleClient.open(url, await reserve(url, 'create', 'run', { name: 'Ann' }));
  const { frame } = await ann.joined();
  const { types, sizeBytes } = typesIn(frame);
  const sections = frame.subarray(SIZE_AT + sizeBytes + types.length);
  const inputBytes = sections[1] ?? 0;
  examples.set(
    'join-sections',
    explainParts(sections, [
      ['section 1: the types of input frames', 1],
      [`${inputBytes} bytes follow`, 1],
      ['', inputBytes],
      ['section 2: options of input frames', 1],
      ['2 bytes follow', 1],
      ['RENDER_TIME and FIXED_TIMESTEP', 1],
      ['20 ticks a second', 1],
    ]),
  );
  ann.send(Buffer.of(10));
  const isTimed = (settled: number) => (bytes: Uint8Array) => bytes[0] === 0x8f && bytes[5] === settled;
  await ann.next(isTimed(0));
  examples.set(
    'input',
    explainParts(ann.send(Buffer.of(19, 0x80, 1, 0x81, 0)), [
      ['kind: input frame', 1],
      ['field 0 (x), for the first time', 1],
      ['1', 1],
      ['field 1 (jump), for the first time', 1],
      ['0', 1],
    ]),
  );
  const patch = Buffer.from(await ann.next(isTimed(1)));
  patch.writeUInt32LE(200, 1);
  const head = explainParts(patch.subarray(0, 9), [
    ['kind: patch (15), with a clock (128)', 1],
    ['clock: 200 ms', 4],
    ['the last input frame that has counted: 1', 4],
  ]);
  examples.set('timed-patch', `${head}\n${explainState(patch.subarray(9), RUNNER)}`);
  examples.set(
    'input-seen',
    explainParts(ann.send(Buffer.of(0x93, 0xcc, 150, 0, 0xff)), [
      ['kind: input frame (19), with a time (128)', 1],
      ['seen at 150 ms: 150 more than the last', 2],
      ['field 0 (x)', 1],
      ['-1', 1],
    ]),
  );
  const after = await ann.next(isTimed(2));
  expect(explainState(after.subarray(9), RUNNER)).toContain('at = 0');
  ann.send(Buffer.of(12));
  expect(await ann.closed).toMatchObject({ code: CLOSE.consented });
}

it('the examples of the wire protocol are what clients and the server exchange', async () => {
  const { url } = await openTestServer({ games: [{ game: cards }, { game: run }] });
  const examples: Examples = new Map();
  const known: KnownTypes = new Map();
  const { ann, seat, token } = await joinTable(url, examples);
  examples.set('welcome', explainMessage(await ann.welcomed()));
  examples.set('state', explainStateFrame(await ann.kind(14), 'whole state', known));
  await play(ann, known, examples);
  await refuseSocket(url, seat, examples);
  await comeBack(url, seat, token, examples);
  expect(await ann.closed).toMatchObject({ code: CLOSE.elsewhere });
  await sendInputs(url, examples);
  await expect(withExamples(examples)).toMatchFileSnapshot(DOCUMENT);
});

it.each([
  [520, 'create', 'no-such-game', {}],
  [520, 'steal', 'cards', {}],
  [521, 'create', 'cards', { name: 'A name of more than twenty characters' }],
  [521, 'join', 'cards', {}],
  [522, 'joinById', 'ABCDE', {}],
  [524, 'reconnect', 'ABCDE', { reconnectionToken: TOKEN }],
  [400, 'create', 'cards', []],
])('the matchmaker answers with %i, as the wire protocol says: %s %s', async (status, method, name, options) => {
  const { get } = await openTestServer({ games: [{ game: cards }] });
  const response = await get(`/matchmake/${method}/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(options),
  });
  expect(response.status).toBe(status);
  expect(await response.json()).toHaveProperty('error');
  expect(text).toMatch(new RegExp(`^\\| (\\d+, )*${status}\\b`, 'm'));
});

it('the wire protocol names every close code, and its limits are those of the server', () => {
  for (const code of Object.values(CLOSE)) expect(text).toContain(`| ${code} |`);
  for (const type of Object.values(WIRE)) expect(text).toContain(`\`${type}\``);
  const [, limitRows = ''] = text.split('## 7. Limits');
  const rows = [...limitRows.matchAll(/^\|[^|]*\|([^|]*)\| `([^|]*)` \|$/gm)];
  expect(rows.length).toBeGreaterThan(8);
  for (const [, numbers = '', names = ''] of rows) {
    const stated = Array.from(numbers.matchAll(/\d[\d,]*/g), ([number]) => Number(number.replaceAll(',', '')));
    const limits = z.record(z.string(), z.number()).parse(LIMITS);
    expect(stated, names).toEqual(names.split('`, `').map((name) => limits[name]));
  }
});
