import { defineApp } from 'greenroom/app';

export const app = defineApp({
  title: '{{name}}',
  games: [
    {
      name: 'coin-rush',
      title: 'Coin rush',
      lead: 'A field of coins, a minute of time. Who collects the most?',
      game: async () => (await import('./games/coin-rush/game.ts')).coinRush,
      bot: async () => (await import('./games/coin-rush/bot.ts')).collector,
      view: async () => (await import('./games/coin-rush/view.tsx')).view,
      rules: async () => (await import('./games/coin-rush/rules.tsx')).Rules,
      invariants: async () => (await import('./games/coin-rush/invariants.ts')).coinRushInvariants,
    },
  ],
});
