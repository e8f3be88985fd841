import type { arena as game } from '../../../shared/games/arena/game.ts';
import type { ViewOfGame } from '../game-view.ts';
import { ArenaTable } from './arena-table.tsx';
import { NewArena } from './new-arena.tsx';

export const arena: ViewOfGame<typeof game> = {
  Table: ArenaTable,
  NewTable: NewArena,
  prepare: () => import('./game-loop.ts'),
};
