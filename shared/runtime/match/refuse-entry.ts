/** Refuses entries that reach no player's mailbox. */
import type { Entry, Output } from '../record/entries.ts';
import type { Refusal } from '../record/refusals.ts';

export const OVER: Refusal = { code: 'room-closed', message: 'the match is over' };
export const NOT_SEATED: Refusal = { code: 'not-seated', message: 'only players at the table can do that' };
export const ROOM_FULL: Refusal = { code: 'room-full', message: 'every seat is taken; you can watch' };
export const NOT_JOINABLE: Refusal = { code: 'room-closed', message: 'nobody can sit down now; you can watch' };

/** Refuses an entry that expects a reply. The others report what happened, or may be lost. */
export function refuseEntry(entry: Entry, { code, message }: Refusal, emit: (output: Output) => void): void {
  switch (entry.kind) {
    case 'message':
      return emit({ kind: 'refused', player: entry.player, ref: entry.ref, type: entry.type, code, message });
    case 'answer':
      return emit({ kind: 'refused', player: entry.player, ref: entry.ref, type: 'answer', code, message });
    case 'join':
    case 'spectate':
      return emit({ kind: 'refused', player: entry.player, ref: undefined, type: entry.kind, code, message });
    case 'drop':
    case 'return':
    case 'leave':
    case 'effect':
    case 'input':
  }
}
