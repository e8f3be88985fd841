/** What a load looks at in the arena. */
import type { Arena } from '../../shared/games/arena/index.ts';
import type { StateProbe } from './state-probe.ts';

export const arenaProbe: StateProbe = {
  progress(state, seat) {
    const { now = 0, fighters } = state as Partial<Arena>;
    return [now, fighters?.[seat]?.body?.steps ?? 0];
  },
};
