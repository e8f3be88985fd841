import type { liarsDice as game } from '../../../shared/games/liars-dice/game.ts';
import type { ViewOfGame } from '../game-view.ts';
import { NewTable } from './new-table.tsx';
import { LiarsDiceTable } from './table.tsx';

export const liarsDice: ViewOfGame<typeof game> = { Table: LiarsDiceTable, NewTable };
