/** What a load looks at in the state of a game: what never goes back, and what was said. */
import type { Arena } from '../../shared/games/arena/index.ts';
import type { Table } from '../../shared/games/liars-dice/state.ts';

export interface StateProbe {
  /** Numbers that never go back while somebody sits in a seat, as that seat sees them. */
  progress(state: unknown, seat: number): readonly number[];
  /** What people say, where a game lets them. */
  readonly chat?: {
    /** The message that says a line. */
    readonly type: string;
    /** How often each may say one: less often than the game allows. */
    readonly everySeconds: number;
    /** The last lines of all, oldest first. A line is there before its sender has the reply. */
    lines(state: unknown): readonly string[];
  };
}

const YARDSTICKS: Readonly<Record<string, StateProbe>> = {
  'liars-dice': {
    progress: (state) => [(state as Partial<Table>).now ?? 0],
    chat: {
      type: 'chat',
      everySeconds: 2.5,
      lines: (state) => Array.from((state as Partial<Table>).chat ?? [], ({ text }) => text),
    },
  },
  arena: {
    progress(state, seat) {
      const { now = 0, fighters } = state as Partial<Arena>;
      return [now, fighters?.[seat]?.body?.steps ?? 0];
    },
  },
};

export function stateProbeOf(game: string): StateProbe {
  return YARDSTICKS[game] ?? { progress: () => [] };
}
