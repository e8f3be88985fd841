/** What finds tables for a page, whatever it is connected by. */
import type { GameSpec } from '../../shared/runtime/index.ts';
import type { Table } from './table.ts';

/** Finds and opens tables of any game. Every call rejects with a `JoinFailure`. */
export interface Matchmaker {
  /** Joins the first open public table of a game, or opens one. */
  playNow<G extends GameSpec>(game: string, options: { name: string } & Choices): Promise<Table<G>>;
  create<G extends GameSpec>(game: string, options: { name: string; private: boolean } & Choices): Promise<Table<G>>;
  join<G extends GameSpec>(code: string, options: { name: string; spectate: boolean } & Choices): Promise<Table<G>>;
  /** Returns to the seat that this browser holds at a table; undefined if it holds none. */
  returnTo<G extends GameSpec>(code: string): Promise<Table<G> | undefined>;
}

/** Room options, beside what a matchmaker itself takes. */
type Choices = Readonly<Record<string, unknown>>;
