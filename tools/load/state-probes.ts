/** What a load checks in the state of a game: numbers that never decrease, and the chat. */
import type { Arena } from '../../shared/games/arena/index.ts';
import type { Table } from '../../shared/games/liars-dice/state.ts';

export interface StateProbe {
  /** Numbers in a seat's view of the state that never decrease while its player stays. */
  progress(state: unknown, seat: number): readonly number[];
  /** Undefined where the game has no chat. */
  readonly chat?: {
    /** The message that sends a line. */
    readonly type: string;
    /** Less often than the game allows. */
    readonly everySeconds: number;
    /** The last lines, oldest first. A line is in the state before its sender has the reply. */
    lines(state: unknown): readonly string[];
  };
}

const PROBES: Readonly<Record<string, StateProbe>> = {
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
  return PROBES[game] ?? { progress: () => [] };
}
