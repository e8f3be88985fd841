/** The tables of a server, for any page: typed by its games. It needs no framework and no document. */
import type { GameSpec } from '../../shared/runtime/index.ts';
import type { GameName, GameNamed, JoinPart, NamedGame, OptionsInput } from './game-types.ts';
import type { Matchmaker } from './matchmaker.ts';
import type { Table } from './table.ts';

/** Who takes a seat. */
export interface SeatRequest {
  /** The name that the others see. */
  readonly name: string;
}

/** The room options: they must be given if one of them has no default. */
type OptionsPart<G extends GameSpec> =
  Readonly<Record<string, never>> extends OptionsInput<G>
    ? { readonly options?: OptionsInput<G> }
    : { readonly options: OptionsInput<G> };

/** What a new table of a game is opened with. */
export type TableRequest<G extends GameSpec> = SeatRequest & OptionsPart<G> & JoinPart<G>;

/** A table of one of several games: `game` tells of which. */
export type TableOf<G extends NamedGame> = G extends NamedGame ? Table<G> : never;

/**
 * A page's way to the tables of a server. A call that fails rejects with a `JoinFailure`, whose `problem` says why, and whose message is written for players.
 *
 * @typeParam G the games that the server has: one, or several as `typeof coin | typeof dice`
 */
export interface ServerTables<G extends NamedGame = NamedGame> {
  /** Joins the first open public table of a game, or opens one with these options. */
  playNow<N extends GameName<G>>(game: N, request: TableRequest<GameNamed<G, N>>): Promise<Table<GameNamed<G, N>>>;
  /** Opens a table. A private one is not listed: others need its code. */
  create<N extends GameName<G>>(
    game: N,
    request: TableRequest<GameNamed<G, N>> & { readonly private?: boolean },
  ): Promise<Table<GameNamed<G, N>>>;
  /** Takes a seat at the table with this code. */
  join(code: string, request: SeatRequest & JoinPart<G>): Promise<TableOf<G>>;
  /** Watches the table with this code. */
  watch(code: string, request?: Partial<SeatRequest>): Promise<TableOf<G>>;
  /** Returns to the seat that this browser holds at a table, after a reload for example; undefined if it holds none. */
  returnTo(code: string): Promise<TableOf<G> | undefined>;
  /** Loads in advance what every table over the network needs; otherwise the first call does. It may reject, and be called again. */
  preload(): Promise<void>;
}

/**
 * The tables of the server at this address. Nothing is sent before one is asked for.
 *
 * @param url the server's, with its base path
 */
export function serverTables<G extends NamedGame = NamedGame>(url: string): ServerTables<G> {
  const matchmaker = loaderOf(url.replace(/^ws/, 'http').replace(/\/+$/, ''));
  return {
    playNow: async (game, { options, name, joinOptions }) =>
      (await matchmaker()).playNow(game, { ...optionsIn(options), name, joinOptions }),
    create: async (game, { options, name, joinOptions, private: isPrivate = false }) =>
      (await matchmaker()).create(game, { ...optionsIn(options), name, joinOptions, private: isPrivate }),
    join: async (code, { name, joinOptions }) =>
      tableOf(await (await matchmaker()).join<G>(code, { name, joinOptions, spectate: false })),
    watch: async (code, { name = 'Guest' } = {}) =>
      tableOf(await (await matchmaker()).join<G>(code, { name, spectate: true })),
    returnTo: async (code) => {
      const table = await (await matchmaker()).returnTo<G>(code);
      return table && tableOf(table);
    },
    preload: async () => void (await matchmaker()),
  };
}

/** A table of any of the games is one of them: its `game` tells which. */
function tableOf<G extends NamedGame>(table: Table<G>): TableOf<G> {
  return table as TableOf<G>;
}

/** The room options of any game: its schema checks them. */
function optionsIn(options: unknown): object {
  return typeof options === 'object' && options !== null ? options : {};
}

/** The networking is most of a page's script, so it is loaded when it is needed. A failed import is tried again by the next call. */
function loaderOf(address: string): () => Promise<Matchmaker> {
  let loaded: Promise<Matchmaker> | undefined;
  return () => {
    loaded ??= import('./network/network-matchmaker.ts').then(
      ({ networkMatchmaker }) => networkMatchmaker(address),
      (error: unknown) => {
        loaded = undefined;
        throw error;
      },
    );
    return loaded;
  };
}
