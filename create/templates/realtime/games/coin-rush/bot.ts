/** Runs to the nearest coin. It likes to play again. */
import { defineBot } from 'greenroom';
import type { Point } from './field.ts';
import { coinRush } from './game.ts';

export const collector = defineBot(coinRush, {
  name: 'collector',
  async play(bot) {
    bot.spawn('rematch', async () => {
      for (;;) (await bot.nextQuestion('rematch')).answer(true);
    });
    for (;;) {
      await bot.until(() => bot.state.playing);
      const own = bot.state.seats[bot.seat];
      if (own !== undefined) bot.setInput(towards(own, nearest(own, bot.state.coins)));
      await bot.sleep(bot.random.int(250, 700)); // it reacts late, as people do
    }
  },
});

function nearest(from: Readonly<Point>, points: Iterable<Readonly<Point>>): Readonly<Point> {
  let [best, least] = [from, Infinity];
  for (const point of points) {
    const square = (point.x - from.x) ** 2 + (point.y - from.y) ** 2;
    if (square < least) [best, least] = [point, square];
  }
  return best;
}

function towards(from: Readonly<Point>, to: Readonly<Point>): Point {
  const way = (distance: number) => (Math.abs(distance) < 10 ? 0 : Math.sign(distance));
  return { x: way(to.x - from.x), y: way(to.y - from.y) };
}
