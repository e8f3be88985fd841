/** Completes a line, or keeps the other from it; else any cell. It likes to play again. */
import { defineBot } from 'greenroom';
import { countOf, FREE, LINES } from './board.ts';
import { ticTacToe } from './game.ts';

export const marker = defineBot(ticTacToe, {
  name: 'marker',
  async play(bot) {
    bot.spawn('rematch', async () => {
      for (;;) (await bot.nextQuestion('rematch')).answer(true);
    });
    for (;;) {
      await bot.until(() => bot.state.turn === bot.seat);
      await bot.sleep(bot.random.int(400, 1_200));
      const { board } = bot.state;
      const open = LINES.filter((line) => countOf(line, board, FREE) === 1);
      const twoOf = (seat: number) => open.find((line) => countOf(line, board, seat) === 2);
      const cells = twoOf(bot.seat) ?? twoOf(1 - bot.seat) ?? [...board.keys()];
      const free = cells.filter((cell) => board[cell] === FREE);
      // Its time may have passed while it waited.
      if (free.length > 0) await bot.send('mark', bot.random.pick(free));
    }
  },
});
