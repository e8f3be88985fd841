/** The examples of docs/wire-protocol.md are what a server really sends. `-u` writes them anew. */
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
import { explainParts, explainState, REFLECTION, type TypeTexts } from './explain-frames.ts';
import { RawClient, reserve, type Reservation } from './raw-client.ts';

const DOCUMENT = join(import.meta.dirname, '../../docs/wire-protocol.md');
const text = readFileSync(DOCUMENT, 'utf8');

/** Placeholders of the same lengths stand for what is drawn anew in each run. */
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
  async play({ state, seated, notifyAll }) {
    const [player] = await seated(1);
    const hand = new Hand().assign({ name: player.name, card: 7 });
    state.hands.push(hand);
    player.view.add(hand);
    let again = true;
    while (again) {
      const { card } = await player.next('play', { otherwise: { card: 0 } });
      state.round += 1;
      state.scores.set(player.name, card);
      hand.card = card + 1;
      notifyAll('played', { card });
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
function plainData(frame: Uint8Array): { readonly type: string; readonly head: Uint8Array; readonly data: unknown } {
  const it = { offset: 1 };
  const type = decode.string(frame, it);
  const packed = frame.subarray(it.offset);
  const data: unknown = packed.length === 0 ? undefined : packr.unpack(packed);
  if (data !== undefined) expect(Buffer.from(packr.pack(data))).toEqual(Buffer.from(packed));
  const isTimed = type === WIRE.welcome && typeof data === 'object' && data !== null;
  return { type, head: frame.subarray(0, it.offset), data: isTimed ? { ...data, now: 50, slipMs: 0 } : data };
}

function explainMessage(frame: Uint8Array): string {
  const { type, head, data } = plainData(frame);
  const packed = data === undefined ? new Uint8Array() : packr.pack(data);
  const whole = Buffer.concat([head, packed]);
  return explainParts(whole, [
    ['kind: message', 1],
    [`type: ${type}`, head.length - 1],
    ...(packed.length === 0 ? [] : ([[`data: ${JSON.stringify(data)}`, packed.length]] as const)),
  ]);
}

/** One client of the example: what it gets, with placeholders for what is drawn. */
class ExampleClient {
  readonly #client: RawClient;
  readonly #drawn: [string, string][];
  #at = 0;

  constructor(client: RawClient, drawn: [string, string][]) {
    this.#client = client;
    this.#drawn = drawn;
  }

  get client(): RawClient {
    return this.#client;
  }

  /** Bytes as they are sent in the example. */
  send(...parts: (number | Uint8Array)[]): Uint8Array {
    const bytes = Buffer.concat(parts.map((part) => (typeof part === 'number' ? Buffer.of(part) : part)));
    this.#client.send(...bytes);
    return bytes;
  }

  /** The next frame for which this is true; those before it are skipped. */
  async next(isIt: (frame: Uint8Array) => boolean): Promise<Uint8Array> {
    for (;;) {
      const frames = this.#client.frames;
      while (this.#at < frames.length) {
        const frame = frames[this.#at++];
        if (frame !== undefined && isIt(frame)) return this.#withPlaceholders(frame);
      }
      await Promise.race([
        new Promise((resolve) => this.#client.socket.addEventListener('message', resolve, { once: true })),
        this.#client.closed.then(({ code, reason }) => Promise.reject(new Error(`closed: ${code} ${reason}`))),
      ]);
    }
  }

  kind(kind: number): Promise<Uint8Array> {
    return this.next(([first]) => first === kind);
  }

  message(type: string): Promise<Uint8Array> {
    return this.next((frame) => frame[0] === 13 && plainData(frame).type === type);
  }

  /** Its match id is known from the welcome on. */
  draw(real: string, placeholder: string): void {
    expect(real).toHaveLength(placeholder.length);
    this.#drawn.unshift([real, placeholder]);
  }

  #withPlaceholders(frame: Uint8Array): Uint8Array {
    let latin = Buffer.from(frame).toString('latin1');
    for (const [real, placeholder] of this.#drawn) latin = latin.replaceAll(real, placeholder);
    return Buffer.from(latin, 'latin1');
  }
}

function message(type: string, data: unknown): Uint8Array {
  const name = Buffer.from(type);
  return Buffer.concat([Buffer.of(13, 0xa0 | name.length), name, packr.pack(data)]);
}

async function exampleClient(url: string, seat: Reservation, options: object = {}): Promise<ExampleClient> {
  const client = await RawClient.take(url, seat, options);
  return new ExampleClient(client, [
    [seat.sessionId, SESSION],
    [seat.roomId, CODE],
  ]);
}

/** The token of a join frame. */
function tokenIn(frame: Uint8Array): string {
  return Buffer.from(frame.subarray(2, 2 + (frame[1] ?? 0))).toString('latin1');
}

/** The document, with what was really exchanged in its examples. */
function withExamples(examples: ReadonlyMap<string, string>): string {
  const named = [...text.matchAll(/^```text (\S+)$/gm)].map(([, name]) => name);
  expect(named.toSorted()).toEqual([...examples.keys()].toSorted());
  return text.replaceAll(
    /^```text (\S+)\n[^]*?^```$/gm,
    (_, name: string) => `\`\`\`text ${name}\n${examples.get(name)}\n\`\`\``,
  );
}

async function exchangeCards(url: string, examples: Map<string, string>): Promise<void> {
  const seat = await reserve(url, 'create', 'cards', { name: 'Ann' });
  const shown = { ...seat, sessionId: SESSION, roomId: CODE, processId: PROCESS };
  examples.set('reservation', JSON.stringify(shown, null, 2));
  const ann = await exampleClient(url, seat);
  const join = await ann.kind(10);
  const token = tokenIn(join);
  ann.draw(token, TOKEN);
  const shownJoin = Buffer.from(join);
  shownJoin.write(TOKEN, 2, 'latin1');
  const types = join.subarray(33);
  const size = decode.number(join, { offset: 31 }) ?? 0;
  const sizeBytes = join.length - 31 - size;
  examples.set(
    'join',
    explainParts(shownJoin, [
      ['kind: join', 1],
      ['22 bytes follow', 1],
      ['the reconnection token', 22],
      ['6 bytes follow', 1],
      ['schema: how states are encoded', 6],
      [`${size} bytes follow: the types of the state`, sizeBytes],
      ['types (explained below)', size],
    ]),
  );
  examples.set('types', explainState(types.subarray(sizeBytes - 2), REFLECTION));

  examples.set('confirm', explainParts(ann.send(10), [['kind: join, and nothing else']]));
  const welcome = await ann.message(WIRE.welcome);
  const { matchId } = plainData(welcome).data as { matchId: string };
  ann.draw(matchId.replace(/^.....-/, `${CODE}-`), MATCH);
  examples.set('welcome', explainMessage(Buffer.from(Buffer.from(welcome).toString('latin1').replace(matchId, MATCH), 'latin1')));
}

it('the examples of the wire protocol are what clients and the server exchange', async () => {
  const { url } = await openTestServer({ games: [{ game: cards }, { game: run }] });
  const examples = new Map<string, string>();
  await exchangeCards(url, examples);
  for (const [name, example] of examples) console.log(`${name}\n${example}`);
});
void [explainState, TABLE, RUNNER, CLOSE, LIMITS, withExamples, message];
