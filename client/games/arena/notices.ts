/** What the arena's notices tell. Positions are in units. */
import type { arena } from '../../../shared/games/arena/game.ts';
import type { NoticeData } from '../../../shared/runtime/index.ts';

export type RayNotice = NoticeData<typeof arena, 'ray'>;
export type HurtNotice = NoticeData<typeof arena, 'hurt'>;
