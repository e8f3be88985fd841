/** Lists of games: rooms, journals and replays find a game by its name alone. */

interface Entry {
  readonly game: { readonly name: string; readonly title: string };
}

/**
 * Returns a list of games after checking that their names are distinct.
 *
 * @throws Error that names two games with the same name
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
