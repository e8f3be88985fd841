/** Matches and frames to put into journals. */
import type { Entry, Trace } from '../../../shared/runtime/host.ts';
import type { JournalFrame, MatchRecord, Slot } from '../../../server/journal/store.ts';

export function recordOf(matchId: string, more: Partial<MatchRecord> = {}): MatchRecord {
  return {
    start: {
      format: 1,
      game: 'dice',
      matchId,
      seed: '7',
      options: { seats: 4, name: 'Ö' },
      tickRate: 20,
      code: 'c0de',
    },
    room: matchId.slice(0, 5),
    private: false,
    reflection: 'shape',
    ...more,
  };
}

export function join(player: string): Entry {
  return { kind: 'join', player, name: `Name of ${player}`, bot: false, token: `secret-${player}` };
}

export function say(player: string, text: string): Entry {
  return { kind: 'message', player, type: 'say', data: { text }, ref: 1 };
}

export function traceOf(tick: number, ...verbs: string[]): Trace {
  return { tick, verbs, calls: verbs.length };
}

export function frame(slot: Slot, tick: number, entries: readonly Entry[] = [], trace?: Trace): JournalFrame {
  return trace === undefined ? { slot, tick, entries } : { slot, tick, entries, trace };
}
