/** The arena for network bots. */
import { arena, arenaBots } from '../../../shared/games/arena/index.ts';
import type { NetworkBots } from '../../bots/network-bots.ts';

export const arenaNetworkBots: NetworkBots = {
  ...arenaBots,
  // No bots of the server beside them.
  tableFor: (bots) => ({ seats: Math.min(Math.max(bots, arena.seats.min), arena.seats.max), fill: 0 }),
  isMatchOver: (state) => state instanceof Object && 'phase' in state && state.phase === 'podium',
};
