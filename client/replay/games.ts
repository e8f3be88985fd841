/** The games whose replays this page can run, by their server-side name. Their code loads on demand. */
import type { Game } from '../../shared/runtime/index.ts';

const GAMES: Readonly<Record<string, () => Promise<Game>>> = {
  'liars-dice': async () => (await import('../../shared/games/liars-dice/game.ts')).liarsDice,
  arena: async () => (await import('../../shared/games/arena/game.ts')).arena,
};

export function gameCode(name: string): (() => Promise<Game>) | undefined {
  return Object.hasOwn(GAMES, name) ? GAMES[name] : undefined;
}
