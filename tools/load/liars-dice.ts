/** What a load looks at in Liar's Dice. */
import type { Table } from '../../shared/games/liars-dice/state.ts';
import type { StateProbe } from './state-probe.ts';

export const liarsDiceProbe: StateProbe = {
  progress: (state) => [(state as Partial<Table>).now ?? 0],
  chat: {
    type: 'chat',
    everySeconds: 2.5,
    lines: (state) => Array.from((state as Partial<Table>).chat ?? [], ({ text }) => text),
  },
};
