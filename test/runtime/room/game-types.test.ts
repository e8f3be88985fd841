/** The types of the API take the game: the compiler holds these rules, and the tests run what it has let through. */
import { schema, t } from '@colyseus/schema';
import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { defineBot, defineGame } from '../../../shared/runtime/index.ts';
import type {
  Bot,
  CheckpointOf,
  GameSpec,
  InputOf,
  MessageData,
  OptionsOf,
  Player,
  Room,
  StateOf,
} from '../../../shared/runtime/index.ts';
import type { Match } from '../../../shared/runtime/host.ts';
import { VirtualMatch } from '../../../shared/runtime/testing.ts';

const CoinState = schema({ won: t.boolean().default(false), rounds: t.uint8().default(0) }, 'CoinState');

const coin = defineGame({
  name: 'coin',
  title: 'Coin',
  seats: { min: 1, max: 2 },
  tickRate: 10,
  state: CoinState,
  options: z.object({ rounds: z.number().default(1) }),
  messages: { guess: z.enum(['heads', 'tails']) },
  notices: { result: z.boolean() },
  async play(room): Promise<boolean> {
    const [player] = await room.seated(1);
    for (let round = 0; round < room.options.rounds; round += 1) await playRound(room, player);
    await countDown(room, 2);
    return room.state.won;
  },
});

/** Helpers of a game name the game. */
async function playRound(room: Room<typeof coin>, player: Player<typeof coin>): Promise<void> {
  const guess = await player.next('guess');
  room.state.won = guess === 'heads';
  room.state.rounds += 1;
  player.notify('result', room.state.won);
}

/** Helpers for any game are generic. */
async function countDown<G extends GameSpec>(room: Room<G>, seconds: number): Promise<Player<G>[]> {
  await room.sleep(seconds * 1_000);
  return room.players;
}

const guesser = defineBot(coin, {
  name: 'guesser',
  async play(bot) {
    await guess(bot);
  },
});

async function guess(bot: Bot<typeof coin>): Promise<void> {
  await bot.send('guess', 'heads');
}

test('a game is played with helpers that name the game, and with helpers for any game', async () => {
  const match: VirtualMatch<typeof coin> = new VirtualMatch(coin, { options: { rounds: 2 }, bot: guesser });
  const ann = await match.join('Ann');
  for (let round = 0; round < 2; round += 1) {
    match.send(ann, 'guess', 'heads');
    await match.tick();
  }

  await match.until(() => match.ended !== undefined);

  const state: StateOf<typeof coin> = match.state;
  expect([match.ended, state.rounds]).toEqual([{ kind: 'finished', result: true }, 2]);
});

test('the types of a match follow from the game, whether they are inferred or written down', () => {
  const inferred = new VirtualMatch(coin);
  const bare: Match<typeof coin> = inferred.match;
  const written: VirtualMatch<typeof coin> = inferred;

  expectTypeOf(written.state).toEqualTypeOf<InstanceType<typeof CoinState>>();
  expectTypeOf(bare.state).toEqualTypeOf(inferred.state);
  expectTypeOf<OptionsOf<typeof coin>>().toEqualTypeOf<{ rounds: number }>();
  expectTypeOf<MessageData<typeof coin, 'guess'>>().toEqualTypeOf<'heads' | 'tails'>();
  expectTypeOf<InputOf<typeof coin>>().toBeNever();
  expectTypeOf<CheckpointOf<typeof coin>>().toBeUndefined();
});

test('what a game does not have is an error of the compiler', () => {
  const refused = (room: Room<typeof coin>, player: Player<typeof coin>, match: VirtualMatch<typeof coin>): void => {
    // @ts-expect-error -- no such message
    void player.next('bet');
    // @ts-expect-error -- the notice is a boolean
    room.notifyAll('result', 'won');
    // @ts-expect-error -- the message is one of two words
    match.send('p1', 'guess', 'edge');
    // @ts-expect-error -- the game has no questions
    void player.ask('sure', {});
  };
  expect(refused).toBeTypeOf('function');
});
