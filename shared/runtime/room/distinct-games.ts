/** Lists of games: rooms, journals and replays find a game by its name alone. */

interface Entry {
  readonly game: { readonly name: string; readonly title: string };
}

/**
 * Gives a list of games back, once it is sure that each has a name of its own.
 *
 * @throws Error which tells the two games that have one name
 *
 * @example
 * export const games = distinctGames([{ game: coin }, { game: chess }]);
 */
export function distinctGames<T extends Entry>(games: readonly T[]): readonly T[] {
  const numbers = new Map<string, number>();
  for (const [at, { game }] of games.entries()) {
    const number = at + 1;
    const before = numbers.get(game.name);
    numbers.set(game.name, number);
    if (before === undefined) continue;
    throw new Error(
      `two games of the list are called "${game.name}": number ${before} ("${games[before - 1]?.game.title}") and number ` +
        `${number} ("${game.title}"): give one another name in defineGame(), or list it once`,
    );
  }
  return games;
}
