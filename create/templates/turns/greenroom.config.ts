import { defineApp } from 'greenroom/app';

export const app = defineApp({
  title: '{{name}}',
  games: [
    {
      name: 'tic-tac-toe',
      title: 'Tic-tac-toe',
      lead: 'Three in a row. Twenty seconds for each mark.',
      game: async () => (await import('./games/tic-tac-toe/game.ts')).ticTacToe,
      bot: async () => (await import('./games/tic-tac-toe/bot.ts')).marker,
      view: async () => (await import('./games/tic-tac-toe/view.tsx')).view,
      rules: async () => (await import('./games/tic-tac-toe/rules.tsx')).Rules,
      invariants: async () => (await import('./games/tic-tac-toe/invariants.ts')).ticTacToeInvariants,
    },
  ],
});
