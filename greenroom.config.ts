/** The games of this app. A new game is one entry here, with its own folders. */
import { defineApp } from './package/app.ts';

export const app = defineApp({
  games: [
    {
      name: 'liars-dice',
      title: 'Liar’s Dice',
      kicker: 'Tonight at the table',
      lead: 'Five dice, one cup, a straight face. Bid on what lies under every cup, and call out the liars.',
      game: async () => (await import('./shared/games/liars-dice/game.ts')).liarsDice,
      bot: async () => (await import('./shared/games/liars-dice/bot.ts')).liarsDiceBot,
      view: async () => (await import('./client/games/liars-dice/index.ts')).liarsDice,
      rules: async () => (await import('./client/games/liars-dice/rules-page.tsx')).Rules,
      lobbyArt: async () => (await import('./client/games/liars-dice/lobby-art.ts')).liarsDiceLobbyArt,
      networkBots: async () => (await import('./client/games/liars-dice/network-bots.ts')).liarsDiceNetworkBots,
      stateProbe: async () => (await import('./tools/load/liars-dice.ts')).liarsDiceProbe,
      invariants: async () => (await import('./tools/sim/games/liars-dice.ts')).simLiarsDice,
      league: async () => (await import('./tools/league/liars-dice.ts')).liarsDiceLeague,
    },
    {
      name: 'arena',
      title: 'Arena',
      kicker: 'Tonight in the arena',
      lead: 'Blaster, railgun, dash. Three minutes, up to sixty fighters, and only the best stand on the podium.',
      game: async () => (await import('./shared/games/arena/game.ts')).arena,
      bot: async () => (await import('./shared/games/arena/bot.ts')).arenaBot,
      view: async () => (await import('./client/games/arena/index.ts')).arena,
      rules: async () => (await import('./client/games/arena/rules-page.tsx')).Rules,
      lobbyArt: async () => (await import('./client/games/arena/lobby-art.ts')).arenaLobbyArt,
      networkBots: async () => (await import('./client/games/arena/network-bots.ts')).arenaNetworkBots,
      stateProbe: async () => (await import('./tools/load/arena.ts')).arenaProbe,
      invariants: async () => (await import('./tools/sim/games/arena.ts')).simArena,
      league: async () => (await import('./tools/league/arena.ts')).arenaLeague,
    },
  ],
});
