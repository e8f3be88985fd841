import type { GameView } from '../game-view.ts';
import { ArenaTable } from './arena-table.tsx';
import { NewArena } from './new-arena.tsx';

export const arena: GameView = {
  Table: ArenaTable,
  NewTable: NewArena,
  prepare: () => import('./game-loop.ts'),
};
