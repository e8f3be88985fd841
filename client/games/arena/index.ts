import type { GameView } from '../game-view.ts';
import { ArenaTable } from './arena-table.tsx';
import { NewArena } from './new-arena.tsx';
import { Rules } from './rules-page.tsx';

export const arena: GameView = {
  Table: ArenaTable,
  Rules,
  NewTable: NewArena,
  prepare: () => import('./game-loop.ts'),
};
