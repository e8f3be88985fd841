import type { arena } from '../../../shared/games/arena/game.ts';
import type { Table } from '../../connection/table.ts';

/** A table of this game, as its view gets it. */
export type TableOfArena = Table<typeof arena>;
