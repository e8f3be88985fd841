import type { liarsDice } from '../../../shared/games/liars-dice/game.ts';
import type { Table } from '../../connection/table.ts';

/** A table of this game, as its view gets it. */
export type TableOfDice = Table<typeof liarsDice>;
