import type { GameView } from '../game-view.ts';
import { NewTable } from './new-table.tsx';
import { Rules } from './rules-page.tsx';
import { LiarsDiceTable } from './table.tsx';

export const liarsDice: GameView = { Table: LiarsDiceTable, Rules, NewTable };
