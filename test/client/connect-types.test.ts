/** What the compiler refuses is marked with `@ts-expect-error`: a line without its error fails the types. */
import { expect, expectTypeOf, it } from 'vitest';
import { schema, t } from '@colyseus/schema';
import { z } from 'zod';
import { connect, type TableClient } from '../../client/connect.ts';
import type { SendFailure } from '../../client/connection/connection.ts';
import type { AnyTable, Question, Table } from '../../client/connection/table.ts';
import { useRoster } from '../../client/hooks/preact.ts';
import { buffered, defineGame } from '../../shared/runtime/index.ts';

const Score = schema({ won: t.uint8().default(0), now: t.float64(), deadline: t.float64() }, 'Score');
const Move = schema({ x: t.int8().default(0), fire: t.uint8().default(0) }, 'Move');

const coin = defineGame({
  name: 'coin',
  title: 'Coin',
  seats: { min: 1, max: 2 },
  tickRate: 10,
  state: Score,
  options: z.object({ rounds: z.number().default(3), mode: z.enum(['fast', 'slow']).default('slow') }),
  messages: {
    guess: z.enum(['heads', 'tails']),
    bid: z.object({ count: z.number() }),
    chat: buffered(
      z.string().transform((text) => text.length),
      3,
    ),
  },
  questions: {
    again: { data: z.object({ winner: z.number() }), answer: z.boolean() },
    stake: { data: z.string(), answer: z.number() },
  },
  notices: { flipped: z.object({ side: z.enum(['heads', 'tails']) }), whisper: z.string() },
  input: { frame: Move, ranges: { x: [-1, 1], fire: [0, 1] } },
  async play() {},
});

/** A game of which nothing optional is declared, and whose options have no defaults. */
const bare = defineGame({
  name: 'bare',
  title: 'Bare',
  seats: { min: 1, max: 1 },
  tickRate: 10,
  state: schema({ left: t.uint8() }, 'Left'),
  options: z.object({ level: z.number() }),
  messages: { go: z.strictObject({}) },
  async play() {},
});

type Coin = Table<typeof coin>;
type Bare = Table<typeof bare>;
type Server = TableClient<typeof coin | typeof bare>;
type Sent = Promise<SendFailure | undefined>;

/** Only the compiler reads these: nothing is connected. */
const CHECKED: Readonly<Record<string, (table: Coin, other: Bare, client: Server) => unknown>> = {
  'the state has the types of the schema': (table) => {
    expectTypeOf(table.state.won).toEqualTypeOf<number>();
    // @ts-expect-error the state has no such field
    void table.state.wom;
  },
  'a message has the name and the data that its schema takes': (table) => {
    expectTypeOf(table.send('guess', 'heads')).toEqualTypeOf<Sent>();
    // What a schema transforms is sent as it is before.
    void table.send('chat', 'hello');
    // @ts-expect-error a misspelt name
    void table.send('gues', 'heads');
    // @ts-expect-error data that the schema refuses
    void table.send('guess', 'edge');
    // @ts-expect-error a field is missing
    void table.send('bid', {});
    // @ts-expect-error data is what the schema takes, not what it gives
    void table.send('chat', 5);
  },
  'a question is a union by its name': (table) => {
    for (const question of table.questions) {
      if (question.name === 'again') {
        expectTypeOf(question.data.winner).toEqualTypeOf<number>();
        void question.answer(true);
        // @ts-expect-error the answer of another question
        void question.answer(5);
      } else {
        expectTypeOf(question.data).toEqualTypeOf<string>();
        void question.answer(5);
      }
      // @ts-expect-error a misspelt name
      void (question.name === 'agin');
    }
  },
  'a notice has its own data': (table) => {
    table.on('flipped', ({ side }) => expectTypeOf(side).toEqualTypeOf<'heads' | 'tails'>());
    table.on('whisper', (text) => expectTypeOf(text).toEqualTypeOf<string>());
    // @ts-expect-error a misspelt name
    table.on('fliped', () => {});
  },
  'input frames have the fields of their schema': (table, other) => {
    table.setInput({ x: 1 });
    // @ts-expect-error a misspelt field
    table.setInput({ y: 1 });
    // @ts-expect-error the server fills this field in
    table.setInput({ seenMsAgo: 1 });
    // @ts-expect-error a game without input frames
    other.setInput({});
  },
  'what a game lacks has no name': (_, other) => {
    expectTypeOf<Question<typeof bare>>().toEqualTypeOf<never>();
    // @ts-expect-error a game without notices
    other.on('flipped', () => {});
  },
  'options are those of the game, and its name is one of the server’s': async (_, __, client) => {
    const table = await client.playNow('coin', { name: 'Ann' });
    expectTypeOf(table).toEqualTypeOf<Coin>();
    void client.create('coin', { name: 'Ann', private: true, options: { mode: 'fast' } });
    void client.create('bare', { name: 'Ann', options: { level: 1 } });
    // @ts-expect-error a misspelt game
    void client.playNow('coyn', { name: 'Ann' });
    // @ts-expect-error a misspelt option
    void client.create('coin', { name: 'Ann', options: { round: 1 } });
    // @ts-expect-error an option of another type
    void client.create('coin', { name: 'Ann', options: { mode: 'quick' } });
    // @ts-expect-error an option without a default must be given
    void client.create('bare', { name: 'Ann' });
  },
  'a table found by its code is of one of the games': async (_, __, client) => {
    const table = await client.join('ABCDE', { name: 'Ann' });
    expectTypeOf(table.game).toEqualTypeOf<'coin' | 'bare'>();
    if (table.game === 'bare') expectTypeOf(table.state.left).toEqualTypeOf<number>();
    else expectTypeOf(table.state.won).toEqualTypeOf<number>();
  },
  'a frame takes tables of every game': (table, other) => {
    const tables: AnyTable[] = [table, other];
    return tables;
  },
  'the roster hook knows where the seats are, or asks for them': (table) => {
    // @ts-expect-error a state without `seats`
    void (() => useRoster(table));
    return () => useRoster(table, () => [{ player: 'p1', name: 'Ann' }]);
  },
  'deadlines are times or the fields of a state': (table) => {
    table.msLeft(table.state);
    table.msLeft(5_000);
    // @ts-expect-error fields without a deadline
    table.msLeft({ now: 0 });
  },
};

it('all that goes between a page and its game is inferred from the type of the game', () => {
  expect(Object.keys(CHECKED)).toHaveLength(11);
});

it('a client sends nothing before a table is asked for', () => {
  expect(Object.keys(connect<typeof coin>('http://127.0.0.1:1'))).toContain('playNow');
});
