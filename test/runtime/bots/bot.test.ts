import { schema, t } from '@colyseus/schema';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { type BotEntry, type BotLink, BotRun, stepMatches } from '../../../shared/runtime/host.ts';
import {
  type Bot,
  Cancelled,
  defineBot,
  defineGame,
  OutsideTurn,
  type Refusal,
  type Room,
} from '../../../shared/runtime/index.ts';
import { VirtualMatch } from '../../../shared/runtime/testing.ts';
import { caught } from '../play.ts';

const Hand = schema({ seat: t.number().default(-1), card: t.number().view() }, 'Hand');
const Table = schema({ round: t.number().default(0), hands: t.array(Hand) }, 'Table');

const spec = {
  state: Table,
  messages: { play: z.number() },
  questions: { again: { data: z.object({ round: z.number() }), answer: z.boolean() } },
  notices: { shout: z.string() },
};
type CardBot = Bot<typeof spec>;

/** A match with one bot at the table, which plays `script`. */
function botMatch(play: (room: Room<typeof spec>) => Promise<unknown>, script: (bot: CardBot) => Promise<unknown>) {
  const game = defineGame({ name: 'cards', title: 'Cards', seats: { min: 1, max: 4 }, tickRate: 20, ...spec, play });
  return new VirtualMatch(game, { bot: defineBot(game, { name: 'tester', play: script }) });
}

test('B1 a bot sees what a client of its seat would see, and nothing else', async () => {
  const seen: unknown[] = [];
  const match = botMatch(
    async (room) => {
      room.addBots(1);
      for await (const player of room.arrivals()) {
        const hand = new Hand();
        hand.seat = player.seat;
        hand.card = 10 + player.seat;
        room.state.hands.push(hand);
        player.view.add(hand);
      }
    },
    async (bot) => {
      await bot.until(() => bot.state.hands.length === 2);
      seen.push(bot.seat, bot.id, ...bot.state.hands.map((hand) => [hand.seat, hand.card]));
    },
  );
  await match.join('Ann');
  await match.tick(5);
  expect(seen).toEqual([1, 'bot-2', [0, undefined], [1, 11]]);
});

test('B2 send gives undefined once the message was accepted, else the refusal', async () => {
  const replies: (Refusal | undefined)[] = [];
  const match = botMatch(
    async (room) => {
      room.addBots(1);
      const [bot] = await room.seated(1);
      const first = await bot.next('play');
      await room.sleep(500);
      return first;
    },
    async (bot) => {
      replies.push(await bot.send('play', 7), await bot.send('play', 8));
      replies.push(await bot.send('play', 'no number' as unknown as number));
    },
  );
  await match.until(() => match.ended !== undefined);
  expect(match.ended).toEqual({ kind: 'finished', result: 7 });
  expect(replies.map((refusal) => refusal?.code)).toEqual([undefined, 'not-now', 'bad-shape']);
});

test('B3 asked waits for a question, and its answer goes to the match', async () => {
  const match = botMatch(
    async (room) => {
      room.addBots(1);
      const [bot] = await room.seated(1);
      return [await bot.ask('again', { round: 1 }), await bot.ask('again', { round: 2 })];
    },
    async (bot) => {
      for (;;) {
        const question = await bot.nextQuestion('again');
        await bot.sleep(100);
        question.answer(question.data.round === 1);
      }
    },
  );
  await match.until(() => match.ended !== undefined);
  expect(match.ended).toEqual({ kind: 'finished', result: [true, false] });
});

test('B3 a question that was closed meanwhile is not given', async () => {
  const rounds: number[] = [];
  const match = botMatch(
    async (room) => {
      room.addBots(1);
      const [bot] = await room.seated(1);
      await bot.ask('again', { round: 1 }, { timeoutMs: 100, otherwise: false });
      return bot.ask('again', { round: 2 });
    },
    async (bot) => {
      await bot.sleep(1000);
      const { data, answer } = await bot.nextQuestion('again');
      rounds.push(data.round);
      answer(true);
    },
  );
  await match.until(() => match.ended !== undefined);
  expect(rounds).toEqual([2]);
});

test('B4 its loop receives notices, up to a limit', async () => {
  const heard: string[] = [];
  const match = botMatch(
    async (room) => {
      room.addBots(1);
      const [bot] = await room.seated(1);
      await room.sleep(500);
      for (let count = 0; count < 100; count++) room.notifyAll('shout', `${count}`);
      bot.notify('shout', 'lost');
      await room.sleep(500);
      room.notifyAll('shout', 'last');
      await room.sleep(500);
    },
    async (bot) => {
      const shouts = bot.notices('shout');
      await bot.sleep(700);
      for await (const shout of shouts) heard.push(shout);
    },
  );
  await match.until(() => match.ended !== undefined);
  expect([heard.length, heard[0], heard.at(-2), heard.at(-1)]).toEqual([65, '0', '63', 'last']);
});

test('B5 a bot has the verbs of time, tasks and chance; its chance is a stream of its own', async () => {
  const rolls: number[] = [];
  const match = botMatch(
    async (room) => {
      room.addBots(2);
      await room.seated(2);
      rolls.push(room.random.int(1, 1_000_000));
      await room.sleep(1000);
    },
    async (bot) => {
      const [roll] = await bot.all([
        () => bot.sleep(100).then(() => bot.random.int(1, 1_000_000)),
        () => bot.within(50, () => bot.sleep(1000)),
      ]);
      rolls.push(roll);
    },
  );
  await match.until(() => match.ended !== undefined);
  expect(new Set(rolls).size).toBe(3);
});

test('B6 when its script returns, the bot stays in its seat and does nothing', async () => {
  const match = botMatch(
    async (room) => {
      room.addBots(1);
      const [bot] = await room.seated(1);
      return bot.next('play', { timeoutMs: 500, otherwise: -1 });
    },
    async () => undefined,
  );
  await match.until(() => match.ended !== undefined);
  expect(match.ended).toEqual({ kind: 'finished', result: -1 });
});

test('B7 a bot whose script fails fails the test that drives it', async () => {
  const match = botMatch(
    async (room) => {
      room.addBots(1);
      await room.sleep(1000);
    },
    async () => {
      throw new Error('silly bot');
    },
  );
  await expect(match.until(() => match.ended !== undefined)).rejects.toThrow('silly bot');
});

/** A bot without a match: what it sends is kept. */
function bareBot(script: (bot: CardBot) => Promise<unknown>) {
  const game = defineGame({
    name: 'cards',
    title: 'Cards',
    seats: { min: 1, max: 4 },
    tickRate: 20,
    ...spec,
    play: async () => undefined,
  });
  const replies: ((refusal: Refusal | undefined) => void)[] = [];
  const link: BotLink = {
    id: 'bot-1',
    seat: 0,
    seed: '1',
    send: () => new Promise((resolve) => void replies.push(resolve)),
    answer: () => undefined,
    setInput: () => undefined,
  };
  const run = new BotRun(game, defineBot(game, { name: 'bare', play: script }), link, new Table());
  return { run, replies, step: (...entries: BotEntry[]) => stepMatches([{ match: run, entries }]) };
}

test('B8 a reply comes in at the next step, whenever it arrived', async () => {
  const log: unknown[] = [];
  const { replies, step } = bareBot(async (bot) => {
    log.push(await bot.send('play', 1), bot.tick);
  });
  await step();
  await step();
  replies[0]?.({ code: 'not-now', message: 'no' });
  await new Promise((resolve) => setImmediate(resolve));
  const before = [...log];
  await step();
  expect([before, log]).toEqual([[], [{ code: 'not-now', message: 'no' }, 3]]);
});

test('B8 a send that was cancelled leaves no residue', async () => {
  const { run, replies, step } = bareBot(async (bot) => {
    await bot.within(50, () => bot.send('play', 1));
    return caught(() =>
      bot.scope(async (scope) => {
        scope.cancel();
        await bot.send('play', 2);
      }),
    ).catch((error: unknown) => error instanceof Cancelled);
  });
  await step();
  await step();
  replies[0]?.(undefined);
  await step();
  expect([replies.length, run.ended]).toEqual([1, { kind: 'finished', result: undefined }]);
});

test('B9 a question that is asked again after a reconnection counts once', async () => {
  const questions: number[] = [];
  const { step } = bareBot(async (bot) => {
    await bot.sleep(100);
    for (;;) questions.push((await bot.nextQuestion('again')).data.round);
  });
  const asked: BotEntry = { kind: 'asked', question: 4, name: 'again', data: { round: 4 } };
  await step(asked, asked);
  for (let tick = 0; tick < 4; tick++) await step();
  expect(questions).toEqual([4]);
});

test('R19.3 a bot call outside a turn is OutsideTurn', async () => {
  let outside: CardBot | undefined;
  const { step } = bareBot(async (bot) => {
    outside = bot;
    await bot.sleep(1000);
  });
  await step();
  expect(() => outside?.send('play', 1)).toThrow(OutsideTurn);
  expect(() => outside?.nextQuestion('again')).toThrow(OutsideTurn);
  expect(() => outside?.notices('shout')).toThrow(OutsideTurn);
});

test('D1 a bot is described like a match', async () => {
  const { run, step } = bareBot(async (bot) => {
    await bot.nextQuestion('again');
  });
  await step();
  expect(run.describe()).toEqual({
    name: 'bare',
    cancelled: false,
    tasks: [{ name: 'play', cancelled: false, waits: [{ name: 'question "again"' }], scopes: [] }],
  });
});
