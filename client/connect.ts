/** The client of any page: a server's tables, and practice without one. */
import type { GameName, GameNamed, NamedGame } from './connection/game-types.ts';
import { serverTables, type ServerTables, type TableRequest } from './connection/server-tables.ts';
import type { Table } from './connection/table.ts';
import type { PracticeGame } from './practice/open-practice.ts';

/**
 * A page's way to tables, on a server or in the page itself.
 *
 * @typeParam G the games of the server: one, or several as `typeof coin | typeof dice`
 */
export interface TableClient<G extends NamedGame = NamedGame> extends ServerTables<G> {
  /**
   * Opens a table with bots in the page itself, without a server. It rejects with an Error if the game refuses the options.
   *
   * @param load imports the game and its bot, which a page otherwise needs for their types only
   * @example
   * const table = await client.practise('coin', () => import('./games/coin/practice.ts'), { name: 'Ann' });
   */
  practise<N extends GameName<G>>(
    game: N,
    load: () => Promise<PracticeGame<GameNamed<G, N>>>,
    request: TableRequest<GameNamed<G, N>>,
  ): Promise<Table<GameNamed<G, N>>>;
}

/**
 * A client of the server at this address. Nothing is sent before a table is asked for.
 *
 * @param url the server's, with its base path: `location.origin` for a page that the server itself serves
 * @example
 * import type { coin } from './games/coin/game.ts';
 * const table = await connect<typeof coin>(location.origin).playNow('coin', { name: 'Ann' });
 */
export function connect<G extends NamedGame = NamedGame>(url: string): TableClient<G> {
  return {
    ...serverTables<G>(url),
    practise: async (_game, load, { name, options, joinOptions }) => {
      const [{ openPractice }, code] = await Promise.all([import('./practice/open-practice.ts'), load()]);
      return (await openPractice(code, name, options, joinOptions)).connection;
    },
  };
}
