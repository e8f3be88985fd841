import type { GameView } from '../game-view.ts';
import { NewTable } from './new-table.tsx';
import { LiarsDiceTable } from './table.tsx';

export const liarsDice: GameView = { Table: LiarsDiceTable, NewTable };
