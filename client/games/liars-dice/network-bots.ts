/** Liar's Dice for network bots. */
import { liarsDice, liarsDiceBots } from '../../../shared/games/liars-dice/index.ts';
import type { NetworkBots } from '../../bots/network-bots.ts';

export const liarsDiceNetworkBots: NetworkBots = {
  ...liarsDiceBots,
  tableFor: (bots) => ({ seats: Math.min(Math.max(bots, liarsDice.seats.min), liarsDice.seats.max) }),
  isMatchOver: (state) => state instanceof Object && 'winner' in state && Number(state.winner) >= 0,
};
