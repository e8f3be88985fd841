/** How players play the kitchen sink: they say, move, give and answer in each round, and are done in the last. */
import { defineBot, type Bot } from '../../../../shared/runtime/index.ts';
import { kitchenSink, ROUNDS } from './game.ts';

type KitchenSinkBot = Bot<typeof kitchenSink>;

const STEP_MS = 200;

/** Every message is sent once: its text names the sender and the round. */
export const kitchenSinkPlayer = defineBot(kitchenSink, {
  name: 'busybody',
  async play(bot) {
    await bot.all([() => playRounds(bot), () => answer(bot), () => walk(bot)]);
  },
});

async function playRounds(bot: KitchenSinkBot): Promise<void> {
  const { id, random } = bot;
  for (let round = bot.state.round; round <= ROUNDS; round += 1) {
    await bot.until(() => bot.state.round >= round);
    await bot.sleep(random.int(0, 300));
    await bot.send('say', { text: `${id} sees round ${round}` });
    bot.spawn('gift', () => bot.send('gift', { text: `${id} gives in round ${round}` }));
    bot.spawn('move', () => bot.send('move', { text: `${id} moves in round ${round}` }));
    if (random.chance(0.1))
      bot.spawn('goodbye', () => bot.send('bye', { text: `${id} wants to go in round ${round}` }));
    if (random.chance(0.3))
      bot.spawn('bad move', () => bot.send('move', { text: `${id} makes a bad move in round ${round}` }));
  }
  await bot.sleep(random.int(500, 1_500));
  await bot.send('done', { text: `${id} is done` });
}

async function answer(bot: KitchenSinkBot): Promise<void> {
  for (let number = 1; ; number += 1) {
    const { data, answer: say } = await bot.nextQuestion('sure');
    await bot.sleep(bot.random.int(0, 600));
    say(`${bot.id} answers ${number} in round ${data.round}`);
  }
}

/** A step tells its number in some frames; the frames between tell nothing. */
async function walk(bot: KitchenSinkBot): Promise<void> {
  for (let step = 1; step <= 10; step += 1) {
    bot.setInput({ step });
    await bot.sleep(50);
    bot.setInput({ step: 0 });
    await bot.sleep(STEP_MS);
  }
}
