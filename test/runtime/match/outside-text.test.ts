import { Encoder, Reflection, schema, t } from '@colyseus/schema';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineGame } from '../../../shared/runtime/index.ts';
import { validateAnswer, validateMessage } from '../../../shared/runtime/host.ts';
import { VirtualMatch } from '../../../shared/runtime/testing.ts';
import { ByteReader } from '../../../shared/runtime/journal/byte-reader.ts';
import { ByteWriter } from '../../../shared/runtime/journal/byte-writer.ts';
import { readValue, writeValue } from '../../../shared/runtime/journal/value-codec.ts';

/** Half of a surrogate pair. */
const HALF = '😀'[0]!;
const MENDED = '\ufffd';
/** What a plain object seems to know, though nobody put it there. */
const KEYS = ['constructor', 'toString', 'hasOwnProperty', '__proto__', 'valueOf', 'then', ''];

const Item = schema({ n: t.uint8().default(0) }, 'Item');
const State = schema({ scores: t.map('uint8'), items: t.map(Item), name: t.string().default('') }, 'TextState');

const echo = defineGame({
  name: 'echo',
  title: 'Echo',
  seats: { min: 1, max: 2 },
  tickRate: 20,
  state: State,
  options: z.object({ label: z.string().default('') }),
  messages: { rename: z.string(), score: z.tuple([z.string(), z.number()]), remove: z.string(), anything: z.unknown() },
  questions: { word: { data: z.null(), answer: z.string() } },
  async play(room) {
    const [player] = await room.seated(1);
    room.spawn('rename', async () => {
      // As scripts cut text: in the middle of a pair.
      for await (const name of player.messages('rename')) {
        room.state.name = name.slice(1);
        room.state.scores.set(`k${name[0]}`, 1);
      }
    });
    room.spawn('remove', async () => {
      for await (const key of player.messages('remove')) {
        room.state.scores.delete(key);
        room.state.items.delete(key);
      }
    });
    for await (const [key, n] of player.messages('score')) {
      room.state.scores.set(key, n);
      room.state.items.set(key, new Item().assign({ n }));
    }
  },
});

test.each(KEYS)('P8.6 %j is a key like all others in the maps of a state', async (key) => {
  const match = new VirtualMatch(echo);
  const ann = await match.join('Ann');
  const early = match.connect(ann);
  await match.tick();
  expect(match.state.scores.has(key)).toBe(false);
  const shown = () => {
    const late = match.connect('late');
    return match
      .tick()
      .then(() =>
        [match.state, early, late].map((state) => [
          [...state.scores.entries()],
          [...state.items.entries()].map(([name, { n }]) => [name, n]),
        ]),
      );
  };
  for (const n of [5, 6]) {
    match.send(ann, 'score', [key, n]);
    match.send(ann, 'score', ['other', n]);
    await match.tick();
    const both = [
      [key, n],
      ['other', n],
    ];
    expect(await shown()).toEqual([
      [both, both],
      [both, both],
      [both, both],
    ]);
  }
  match.send(ann, 'remove', key);
  await match.tick();
  const other = [['other', 6]];
  expect(await shown()).toEqual([
    [other, other],
    [other, other],
    [other, other],
  ]);
});

test.each(KEYS)('P8.6 %j is a key like all others in what players send, and in the journal', (key) => {
  const data: unknown = JSON.parse(`{"a": {"${key}": [1]}, "${key}": 2}`);
  const checked = validateMessage(echo, 'anything', data);
  expect(checked).toEqual({ ok: true, data });
  const writer = new ByteWriter();
  writeValue(writer, data);
  expect(JSON.stringify(readValue(new ByteReader(writer.take())))).toBe(JSON.stringify(data));
});

test('P8.7 half of a surrogate pair becomes U+FFFD in messages and answers, keys included', () => {
  const data = [{ [`k${HALF}`]: `v${HALF}`, whole: '😀' }, HALF];
  const mended = [{ [`k${MENDED}`]: `v${MENDED}`, whole: '😀' }, MENDED];
  expect(validateMessage(echo, 'anything', data)).toEqual({ ok: true, data: mended });
  expect(validateAnswer(echo, 'word', HALF)).toEqual({ ok: true, data: MENDED });
});

test('P8.7 data without such halves is let in as it is, not copied', () => {
  const data = { text: '😀' };
  const checked = validateMessage(echo, 'anything', data);
  expect(checked.ok && checked.data).toBe(data);
});

test('P8.7 names and options are well-formed in the script', async () => {
  const match = new VirtualMatch(echo, { options: { label: HALF } });
  await match.join(`${HALF}Ann`);
  expect([match.match.players[0]?.name, match.match.start.options]).toEqual([`${MENDED}Ann`, { label: MENDED }]);
});

test('P8.7 text that a script sets is well-formed, keys of maps too, and everybody decodes what comes after it', async () => {
  const match = new VirtualMatch(echo);
  const ann = await match.join('Ann');
  const client = match.connect(ann);
  await match.tick();
  match.send(ann, 'rename', '😀after');
  await match.tick();
  for (const state of [match.state, client]) {
    expect([[...state.scores.entries()], state.name]).toEqual([[[`k${MENDED}`, 1]], `${MENDED}after`]);
  }
  expect([match.state.scores.has(`k${HALF}`), match.state.scores.get(`k${HALF}`)]).toEqual([true, 1]);
  expect(match.state.scores.delete(`k${HALF}`)).toBe(true);
  await match.tick();
  expect(client.scores.size).toBe(0);
});

test('P8.7 half of a pair that was set between ticks is U+FFFD for clients, and hides nothing that comes after it', () => {
  const state = new echo.state();
  const encoder = new Encoder(state);
  const decoder = Reflection.decode<typeof state>(Reflection.encode(encoder));
  state.name = `${HALF}after`;
  state.scores.set('one', 1);
  decoder.decode(encoder.encode());
  expect([decoder.state.name, decoder.state.scores.get('one')]).toEqual([`${MENDED}after`, 1]);
});
