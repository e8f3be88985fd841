/** What the client needs to show a game, loaded when a table of it is opened. */
import type { FunctionComponent, VNode } from 'preact';
import type { AppGame, Load } from '../../shared/app.ts';
import type { GameSpec } from '../../shared/runtime/index.ts';
import type { OptionsInput } from '../connection/game-types.ts';
import type { AnyTable, Table } from '../connection/table.ts';

/** bots: a table for one player and bots · private: a table for friends, reached by its link. */
export type NewTableKind = 'bots' | 'private';

/** Options for a new table, as the game declares them. */
export type TableChoices<G extends GameSpec = GameSpec> = OptionsInput<G>;

/** What the options form of a new table gets. */
export interface NewTableProps<G extends GameSpec = GameSpec> {
  kind: NewTableKind;
  onOpen: (choices: TableChoices<G>) => void;
}

/** The view of a game, in an app with others. */
export interface GameView {
  /** Gets tables of its own game only. */
  Table(props: { table: AnyTable }): VNode | null;
  /** The options form of a new table. */
  NewTable(props: NewTableProps): VNode | null;
  /** Loads in advance what the table loads when shown, so that it can be shown offline. */
  prepare?(): Promise<unknown>;
}

/** The view of the game `G`. */
export interface ViewOfGame<G extends GameSpec> extends GameView {
  Table(props: { table: Table<G> }): VNode | null;
  NewTable(props: NewTableProps<G>): VNode | null;
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
