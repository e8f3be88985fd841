/** What the browser needs to show a game: loaded when a table of it is opened. */
import type { FunctionComponent } from 'preact';
import type { Connection } from '../connection/connection.ts';

/** bots: a table of one's own, full of bots · private: a table for friends, reached by its link. */
export type NewTableKind = 'bots' | 'private';

/** Options for a new table, as the game declares them. */
export type TableChoices = Record<string, unknown>;

export interface GameView {
  Table: FunctionComponent<{ connection: Connection }>;
  Rules: FunctionComponent;
  /** The choices to make before a table is opened. */
  NewTable: FunctionComponent<{ kind: NewTableKind; onOpen: (choices: TableChoices) => void }>;
  /** Loads what the table loads when it is shown, so that it can be shown later without a server. */
  prepare?: () => Promise<unknown>;
}

export interface ClientGame {
  title: string;
  /** The lobby shows these on the game's card and page. */
  Sign: FunctionComponent;
  Vignette: FunctionComponent;
  kicker: string;
  lead: string;
  load: () => Promise<GameView>;
}
