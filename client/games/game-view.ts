/** What the client needs to show a game, loaded when a table of it is opened. */
import type { FunctionComponent } from 'preact';
import type { AppGame, Load } from '../../shared/app.ts';
import type { Connection } from '../connection/connection.ts';

/** bots: a table for one player and bots · private: a table for friends, reached by its link. */
export type NewTableKind = 'bots' | 'private';

/** Options for a new table, as the game declares them. */
export type TableChoices = Record<string, unknown>;

export interface GameView {
  Table: FunctionComponent<{ connection: Connection }>;
  /** The options form of a new table. */
  NewTable: FunctionComponent<{ kind: NewTableKind; onOpen: (choices: TableChoices) => void }>;
  /** Loads in advance what the table loads when shown, so that it can be shown offline. */
  prepare?: () => Promise<unknown>;
}

/** What the lobby draws of a game. */
export interface LobbyArt {
  /** On the card that chooses the game. */
  readonly Sign: FunctionComponent;
  /** Beside the ways to a table. */
  readonly Vignette: FunctionComponent;
}

/** A game that pages can show. */
export interface ClientGame extends AppGame {
  readonly view: Load<GameView>;
  readonly rules?: Load<FunctionComponent>;
  readonly lobbyArt?: Load<LobbyArt>;
}
