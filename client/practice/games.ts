/** The games that can be practised, by their server-side name. Their code loads on demand. */
import type { BotScript, Game } from '../../shared/runtime/index.ts';

export interface PracticeGame {
  readonly game: Game;
  readonly bot: BotScript;
}

const GAMES: Readonly<Record<string, () => Promise<PracticeGame>>> = {
  'liars-dice': async () => {
    const { liarsDice, liarsDiceBot } = await import('../../shared/games/liars-dice/index.ts');
    return { game: liarsDice, bot: liarsDiceBot };
  },
  arena: async () => {
    const { arena, arenaBot } = await import('../../shared/games/arena/index.ts');
    return { game: arena, bot: arenaBot };
  },
};

export function practiceGame(name: string): (() => Promise<PracticeGame>) | undefined {
  return Object.hasOwn(GAMES, name) ? GAMES[name] : undefined;
}
