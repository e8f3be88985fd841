/** An app: one list of games for servers, pages and tools. Each game names its parts, and each side loads those that it needs. */
import type { BotScript, Game, GameEffects } from './runtime/index.ts';

/** A part of a game: its module is loaded when the part is needed. */
export type Load<T> = () => Promise<T>;

/** A game of an app. Only the game itself is required: a feature whose part is missing is not offered. */
export interface AppGame {
  /** The same as in `defineGame`, and the name of the game's folder. */
  readonly name: string;
  readonly title: string;
  /** Stands above the title in the lobby. */
  readonly kicker?: string;
  /** What the lobby says about the game. */
  readonly lead: string;
  readonly game: Load<Game>;
  /** Takes the seats that the script gives to bots. */
  readonly bot?: Load<BotScript>;
  /** What the game's effects do, as `defineEffects` gives it: on the server, and in practice what is declared as `offline`. */
  readonly effects?: Load<GameEffects>;
}

/** The games of a server and its pages, and what the lobby says of itself. */
export interface App<G extends AppGame = AppGame> {
  /** The name of the site, in the lobby and in the title of its pages; `Greenroom` unless given. */
  readonly title?: string;
  /** CSS custom properties of the pages, such as `{ '--accent': '#e2533a' }`; see `client/ui/tokens.css`. */
  readonly theme?: Readonly<Record<`--${string}`, string>>;
  /** The lobby opens with the first one. */
  readonly games: readonly G[];
}

/**
 * Loads a game.
 *
 * @throws Error where the list calls it by another name than the game itself
 */
export async function loadGame({ name, game: load }: Pick<AppGame, 'name' | 'game'>): Promise<Game> {
  const game = await load();
  if (game.name === name) return game;
  throw new Error(`the list of games calls a game "${name}" that defineGame() calls "${game.name}": use one name`);
}

/** Loads one part of each game that has it. */
export async function loadAll<T>(parts: readonly (Load<T> | undefined)[]): Promise<readonly T[]> {
  return Promise.all(parts.filter((part) => part !== undefined).map((load) => load()));
}
