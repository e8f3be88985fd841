import { defineApp } from 'greenroom/app';

export const app = defineApp({
  title: '{{name}}',
  games: [
    {
      name: 'coin',
      title: 'Coin',
      lead: 'Heads or tails? Three tosses, ten seconds for each.',
      game: async () => (await import('./games/coin/game.ts')).coin,
      bot: async () => (await import('./games/coin/bot.ts')).coinBot,
      view: async () => (await import('./games/coin/view.tsx')).view,
      invariants: async () => (await import('./games/coin/invariants.ts')).coinInvariants,
    },
  ],
});
